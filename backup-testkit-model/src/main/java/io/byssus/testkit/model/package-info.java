/** A randomised test of a whole repository that any store can run. */
@NullMarked
package io.byssus.testkit.model;

import org.jspecify.annotations.NullMarked;
