/** Values, errors and the handle of a running operation. */
@NullMarked
package io.byssus.api;

import org.jspecify.annotations.NullMarked;
