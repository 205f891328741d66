/** What the process was started with, as bytes: arguments, environment; and its end. */
@NullMarked
package io.byssus.cli.process;

import org.jspecify.annotations.NullMarked;
