/** What file sources and file targets share: names as bytes, rules of paths. Not for users. */
@NullMarked
package io.byssus.core.internal.file;

import org.jspecify.annotations.NullMarked;
