/**
 * The session store without actors or network: values that merge, the shards that hold them, the journal that outlives the
 * agent, and the replication between hosts as a state machine that is driven from outside.
 */
@NullMarked
package io.github.batonha.actors.sessions.store;

import org.jspecify.annotations.NullMarked;
