/** What is backed up. Incubating until files, PostgreSQL and a JDBC source all use it. */
@NullMarked
package io.byssus.api.source;

import org.jspecify.annotations.NullMarked;
