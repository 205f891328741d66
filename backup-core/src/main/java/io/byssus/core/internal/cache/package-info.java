/** What a host that only writes keeps on its own disk, to leave unchanged files unread. */
@NullMarked
package io.byssus.core.internal.cache;

import org.jspecify.annotations.NullMarked;
