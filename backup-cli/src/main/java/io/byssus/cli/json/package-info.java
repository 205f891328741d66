/** JSON text. */
@NullMarked
package io.byssus.cli.json;

import org.jspecify.annotations.NullMarked;
