/** How fast the parts are: {@code java -jar backup-benchmarks/target/benchmarks.jar}. */
@NullMarked
package io.byssus.benchmarks;

import org.jspecify.annotations.NullMarked;
