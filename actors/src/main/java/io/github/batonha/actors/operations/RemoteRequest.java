package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.wire.Wire;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What two nodes say while one carries out what was asked at the other: offer, {@link Taken}, {@link Go}, lines,
 * {@link Finished}.
 *
 * <p>The second handshake is there because an offer may lie in a send queue until a partition heals, long after the operator
 * was told that the node did not answer: only an asker who still waits says {@link Go}.
 */
public final class RemoteRequest {
    private RemoteRequest() {}

    /** From the node that carries it out to the one that asks. */
    public sealed interface Reply extends Wire {}

    public record Taken(String node, ActorRef<Go> worker) implements Reply {}

    /** There is more to come, however long it takes. */
    public record Working(String node) implements Reply {}

    public record Progressed(Progress progress) implements Reply {
        public Progressed {
            progress = progress.shortened();
        }
    }

    public record Happened(Outcome outcome) implements Reply {
        public Happened {
            outcome = outcome.shortened();
        }
    }

    public record Finished(String node) implements Reply {}

    /** From the one that asks: it still waits. */
    public record Go() implements RemoteHandler.Command, Wire {}
}
