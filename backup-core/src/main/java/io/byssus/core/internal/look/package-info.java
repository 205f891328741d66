/** Looking into snapshots: searching, comparing and counting trees. */
@NullMarked
package io.byssus.core.internal.look;

import org.jspecify.annotations.NullMarked;
