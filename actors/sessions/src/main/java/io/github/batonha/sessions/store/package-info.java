/**
 * Session store and replication without actors, network or files: values that merge, the shards that hold them, and the
 * replication between hosts as a state machine that its caller drives.
 */
@NullMarked
package io.github.batonha.sessions.store;

import org.jspecify.annotations.NullMarked;
