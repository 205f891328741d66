/** An open repository: what all operations share. */
@NullMarked
package io.byssus.core.internal.engine;

import org.jspecify.annotations.NullMarked;
