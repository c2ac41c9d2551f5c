/** The routes of the management server: the API of the CLI, and the health checks of load balancers. */
@NullMarked
package io.github.batonha.actors.http;

import org.jspecify.annotations.NullMarked;
