/** A snapshot as a file system of the JDK. */
@NullMarked
package io.byssus.core.internal.filesystem;

import org.jspecify.annotations.NullMarked;
