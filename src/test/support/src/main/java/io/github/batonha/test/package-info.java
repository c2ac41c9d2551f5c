/** What the tests of all modules share. */
@NullMarked
package io.github.batonha.test;

import org.jspecify.annotations.NullMarked;
