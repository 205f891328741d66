/** Where each chunk lies. */
@NullMarked
package io.byssus.core.internal.index;

import org.jspecify.annotations.NullMarked;
