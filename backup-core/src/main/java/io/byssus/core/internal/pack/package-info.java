/** Writing chunks into packs and reading them back. */
@NullMarked
package io.byssus.core.internal.pack;

import org.jspecify.annotations.NullMarked;
