/** The suite that every compression codec passes. */
@NullMarked
package io.byssus.testkit.compression;

import org.jspecify.annotations.NullMarked;
