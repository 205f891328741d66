/** Archives of what is in snapshots. */
@NullMarked
package io.byssus.cli.archive;

import org.jspecify.annotations.NullMarked;
