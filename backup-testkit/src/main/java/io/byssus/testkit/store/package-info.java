/** The suite that every blob store passes, a store in memory and one that injects faults. */
@NullMarked
package io.byssus.testkit.store;

import org.jspecify.annotations.NullMarked;
