/** What the agent says over HTTP and between nodes: plain records, shared with the CLI, free of Pekko. */
@NullMarked
package io.github.batonha.actors.api;

import org.jspecify.annotations.NullMarked;
