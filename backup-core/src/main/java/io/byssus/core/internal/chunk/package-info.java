/** Cutting content into chunks. */
@NullMarked
package io.byssus.core.internal.chunk;

import org.jspecify.annotations.NullMarked;
