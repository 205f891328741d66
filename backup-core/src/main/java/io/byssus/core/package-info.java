/** The way in: opening and creating repositories. */
@NullMarked
package io.byssus.core;

import org.jspecify.annotations.NullMarked;
