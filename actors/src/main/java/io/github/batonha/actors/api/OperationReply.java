package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;

/** What a node answers to an {@link Operation}: outcomes as they happen, then exactly one {@link Finished}. */
public sealed interface OperationReply extends Wire {

    record Happened(Outcome outcome) implements OperationReply {}

    record Finished(String node) implements OperationReply {}
}
