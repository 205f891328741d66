@NullMarked
package io.byssus.core;

import org.jspecify.annotations.NullMarked;
