/** Compression codecs. */
@NullMarked
package io.byssus.api.compression;

import org.jspecify.annotations.NullMarked;
