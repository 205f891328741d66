@NullMarked
package io.byssus.core.source;

import org.jspecify.annotations.NullMarked;
