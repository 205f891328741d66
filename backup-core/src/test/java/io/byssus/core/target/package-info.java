@NullMarked
package io.byssus.core.target;

import org.jspecify.annotations.NullMarked;
