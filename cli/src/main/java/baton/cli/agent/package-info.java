/** Which agent a command talks to, and the talk itself: HTTP and JSON. */
@NullMarked
package baton.cli.agent;

import org.jspecify.annotations.NullMarked;
