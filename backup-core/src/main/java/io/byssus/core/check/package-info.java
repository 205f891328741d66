/** Checking that a repository is whole. */
@NullMarked
package io.byssus.core.check;

import org.jspecify.annotations.NullMarked;
