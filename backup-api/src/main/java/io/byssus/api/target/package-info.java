/** What is restored into. Incubating until files, PostgreSQL and a JDBC target all use it. */
@NullMarked
package io.byssus.api.target;

import org.jspecify.annotations.NullMarked;
