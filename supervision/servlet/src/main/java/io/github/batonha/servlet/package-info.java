/** {@code HttpSession} over the sessions that all nodes share. */
@NullMarked
package io.github.batonha.servlet;

import org.jspecify.annotations.NullMarked;
