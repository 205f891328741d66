/** Single documents in sealed containers, signed where it matters who wrote them. */
@NullMarked
package io.byssus.core.internal.document;

import org.jspecify.annotations.NullMarked;
