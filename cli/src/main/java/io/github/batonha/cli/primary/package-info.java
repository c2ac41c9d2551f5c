/** {@code set-primary} and its {@code history}. */
@NullMarked
package io.github.batonha.cli.primary;

import org.jspecify.annotations.NullMarked;
