/** Call sites of Byssus, as the README shows them. */
@NullMarked
package io.byssus.examples;

import org.jspecify.annotations.NullMarked;
