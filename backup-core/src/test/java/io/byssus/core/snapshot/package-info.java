@NullMarked
package io.byssus.core.snapshot;

import org.jspecify.annotations.NullMarked;
