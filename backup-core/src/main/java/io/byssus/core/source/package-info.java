/** Sources that can be backed up: files and directories of this machine. */
@NullMarked
package io.byssus.core.source;

import org.jspecify.annotations.NullMarked;
