/** Reading everything, checking it as a whole, and the installed revision that agents run from. */
@NullMarked
package io.github.batonha.conf.install;

import org.jspecify.annotations.NullMarked;
