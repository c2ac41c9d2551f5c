/** {@code audit}: who ordered what, and whether the record of it is intact. */
@NullMarked
package io.github.batonha.cli.audit;

import org.jspecify.annotations.NullMarked;
