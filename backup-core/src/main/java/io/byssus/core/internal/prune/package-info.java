/** Taking away what no snapshot needs, by the rules of {@code docs/protocol.md}. */
@NullMarked
package io.byssus.core.internal.prune;

import org.jspecify.annotations.NullMarked;
