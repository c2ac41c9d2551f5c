package io.github.batonha.sessions.store;

/** What the sessions actor takes: messages of other hosts and those of its own node. */
public interface SessionInput {}
