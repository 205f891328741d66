/** The stages that the work of an operation goes through. */
@NullMarked
package io.byssus.core.internal.pipeline;

import org.jspecify.annotations.NullMarked;
