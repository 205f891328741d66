/** Which snapshots stay, and forgetting the others. */
@NullMarked
package io.byssus.core.retention;

import org.jspecify.annotations.NullMarked;
