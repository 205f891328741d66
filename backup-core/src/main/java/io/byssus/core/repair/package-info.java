/** Repairing a repository that is damaged. */
@NullMarked
package io.byssus.core.repair;

import org.jspecify.annotations.NullMarked;
