/** The rules of the floor plan, which each module's tests extend. */
@NullMarked
package io.byssus.rules;

import org.jspecify.annotations.NullMarked;
