/** Repositories that earlier versions wrote. */
@NullMarked
package io.byssus.core.golden;

import org.jspecify.annotations.NullMarked;
