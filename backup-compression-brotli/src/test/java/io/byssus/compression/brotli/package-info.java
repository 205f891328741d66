@NullMarked
package io.byssus.compression.brotli;

import org.jspecify.annotations.NullMarked;
