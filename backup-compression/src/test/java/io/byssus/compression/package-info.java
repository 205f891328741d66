@NullMarked
package io.byssus.compression;

import org.jspecify.annotations.NullMarked;
