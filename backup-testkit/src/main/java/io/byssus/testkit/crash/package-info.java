/** A disk that loses power: what a crash leaves of files that were written and not synced. */
@NullMarked
package io.byssus.testkit.crash;

import org.jspecify.annotations.NullMarked;
