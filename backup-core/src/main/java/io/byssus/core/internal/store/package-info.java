/** Finding stores, and what is put around one. */
@NullMarked
package io.byssus.core.internal.store;

import org.jspecify.annotations.NullMarked;
