/** What keeps secrets out of what is shown, and hashes. */
@NullMarked
package io.github.batonha.supervision.secrets;

import org.jspecify.annotations.NullMarked;
