package baton.actors.primary;

import baton.actors.api.HistoryEntry;
import baton.actors.api.Progress;
import baton.actors.api.SetPrimaryRequest;
import baton.actors.wire.Wire;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * {@code /user/primary}: runs the primary protocol of this node. To be spawned on the dispatcher {@code baton.blocking-io}, since it
 * waits for its own fsync. When it stops without {@link Stop}, primaryOnly processes go on, and the next one continues them.
 */
public final class PrimaryActor {

    public sealed interface Command {}

    /**
     * Makes this node, which is the request's target, the primary. Answered by any number of lines and a final one; the asker
     * may live on another node.
     */
    public record SetPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo) implements Command, Wire {}

    /** Between the primary actors of two nodes. {@code message} is the protocol's, as JSON of our own mapping. */
    public record FromPeer(String host, String message, ActorRef<Command> sender) implements Command, Wire {}

    /** Assignments that this node knows of, oldest first. */
    public record History(ActorRef<HistoryList> replyTo) implements Command {}

    public record HistoryList(List<HistoryEntry> entries) {
        public HistoryList {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Orderly end of the agent: stops the primaryOnly processes, clears the active mark, says farewell to the others. Is no release
     * to anyone: the next primary is chosen by an operator.
     */
    public record Stop(ActorRef<Stopped> replyTo) implements Command {}

    public record Stopped() {}

    private PrimaryActor() {}

    public static Behavior<Command> create(PrimaryDeps deps) {
        return Behaviors.empty();
    }
}
