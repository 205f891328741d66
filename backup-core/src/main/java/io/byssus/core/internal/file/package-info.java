/** What file sources and file targets share: names as bytes, and metadata. Not for users. */
@NullMarked
package io.byssus.core.internal.file;

import org.jspecify.annotations.NullMarked;
