/** The log that orders everything, and its fold. */
@NullMarked
package io.byssus.core.internal.log;

import org.jspecify.annotations.NullMarked;
