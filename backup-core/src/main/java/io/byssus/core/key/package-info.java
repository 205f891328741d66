/** Who holds keys to a repository. */
@NullMarked
package io.byssus.core.key;

import org.jspecify.annotations.NullMarked;
