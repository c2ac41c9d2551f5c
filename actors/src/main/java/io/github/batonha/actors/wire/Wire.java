package io.github.batonha.actors.wire;

/** Crosses nodes: serialised as Jackson CBOR, so its form is frozen once released (fields are only ever added). */
public interface Wire {}
