/** System calls of Linux that Java lacks. */
@NullMarked
package io.byssus.core.internal.posix;

import org.jspecify.annotations.NullMarked;
