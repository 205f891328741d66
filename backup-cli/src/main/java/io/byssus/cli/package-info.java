/** The {@code byssus} command. */
@NullMarked
package io.byssus.cli;

import org.jspecify.annotations.NullMarked;
