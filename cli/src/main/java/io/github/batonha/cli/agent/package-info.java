/** Which agent a command talks to, and the talk itself: HTTP and JSON. */
@NullMarked
package io.github.batonha.cli.agent;

import org.jspecify.annotations.NullMarked;
