/** What file sources and file targets ask a file system of an entry. Not for users. */
@NullMarked
package io.byssus.core.internal.metadata;

import org.jspecify.annotations.NullMarked;
