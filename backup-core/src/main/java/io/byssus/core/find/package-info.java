/** Finding entries in snapshots. */
@NullMarked
package io.byssus.core.find;

import org.jspecify.annotations.NullMarked;
