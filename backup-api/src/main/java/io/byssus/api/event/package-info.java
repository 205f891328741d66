/** Progress and events of operations. */
@NullMarked
package io.byssus.api.event;

import org.jspecify.annotations.NullMarked;
