/** {@code set-primary} and its {@code history}. */
@NullMarked
package baton.cli.primary;

import org.jspecify.annotations.NullMarked;
