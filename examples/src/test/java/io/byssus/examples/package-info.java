@NullMarked
package io.byssus.examples;

import org.jspecify.annotations.NullMarked;
