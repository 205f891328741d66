/** Failures as the command tells them: exit codes, messages, advice. */
@NullMarked
package io.byssus.cli.error;

import org.jspecify.annotations.NullMarked;
