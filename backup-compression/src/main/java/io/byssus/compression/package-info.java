/** The zstd, lz4 and gzip codecs, the look-up of codecs, and the test for incompressible data. */
@NullMarked
package io.byssus.compression;

import org.jspecify.annotations.NullMarked;
