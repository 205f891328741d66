/** Where bytes live: the contract of a blob store and its values. */
@NullMarked
package io.byssus.api.store;

import org.jspecify.annotations.NullMarked;
