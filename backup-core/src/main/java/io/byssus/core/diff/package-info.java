/** What differs between two snapshots. */
@NullMarked
package io.byssus.core.diff;

import org.jspecify.annotations.NullMarked;
