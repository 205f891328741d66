/** Output and questions: streams, tables, the progress line, prompts. */
@NullMarked
package io.byssus.cli.terminal;

import org.jspecify.annotations.NullMarked;
