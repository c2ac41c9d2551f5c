/** {@code revisions} and {@code diff}: what was installed before, and how it differs. */
@NullMarked
package io.github.batonha.cli.revision;

import org.jspecify.annotations.NullMarked;
