package baton.actors.process;

import baton.actors.api.ProcessStatus;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Parent of the primaryOnly processes of one epoch: created when this node has become active (durably), stopped by its
 * parent after {@link Released}. Adopts live runs of its epoch. When it stops unreleased, processes go on; the next one of
 * the same epoch adopts them.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class PrimaryOnly {

    private PrimaryOnly() {}

    public sealed interface Command {}

    /**
     * Ends all primaryOnly processes of this node in reverse dependency order, and answers when nothing of them is left.
     * Nothing starts afterwards. May be sent again: every one is answered.
     */
    public record Release(ActorRef<Released> replyTo) implements Command {}

    public record Released(long epoch) {}

    /**
     * Tells the reports of every change at once, and of every process each second.
     */
    public static Behavior<Command> create(ProcessDeps deps, long epoch, ActorRef<ProcessStatus> reports) {
        throw new UnsupportedOperationException();
    }
}
