/** Running an operation: its thread, its progress, its end. */
@NullMarked
package io.byssus.core.internal.execution;

import org.jspecify.annotations.NullMarked;
