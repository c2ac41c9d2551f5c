/** Tables for the Toolkit plug-in of ITRS Geneos. */
@NullMarked
package io.github.batonha.cli.geneos;

import org.jspecify.annotations.NullMarked;
