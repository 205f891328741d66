@NullMarked
package io.byssus.core.retention;

import org.jspecify.annotations.NullMarked;
