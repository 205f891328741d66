/** Taking away what no snapshot needs. */
@NullMarked
package io.byssus.core.prune;

import org.jspecify.annotations.NullMarked;
