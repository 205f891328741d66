/** An application that uses the packaged jars. */
@NullMarked
package io.byssus.consumer;

import org.jspecify.annotations.NullMarked;
