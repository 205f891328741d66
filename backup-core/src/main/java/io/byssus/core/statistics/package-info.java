/** What snapshots hold and cost. */
@NullMarked
package io.byssus.core.statistics;

import org.jspecify.annotations.NullMarked;
