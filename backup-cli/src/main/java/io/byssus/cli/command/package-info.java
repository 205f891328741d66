/** The subcommands. */
@NullMarked
package io.byssus.cli.command;

import org.jspecify.annotations.NullMarked;
