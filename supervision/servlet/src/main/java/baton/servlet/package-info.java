/** {@code HttpSession} over the sessions that all nodes share. */
@NullMarked
package baton.servlet;

import org.jspecify.annotations.NullMarked;
