/** Reed-Solomon parity, by which damaged packs are corrected. */
@NullMarked
package io.byssus.core.internal.parity;

import org.jspecify.annotations.NullMarked;
