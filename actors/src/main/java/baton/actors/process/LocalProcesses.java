package baton.actors.process;

import baton.actors.api.Operation;
import baton.actors.api.OperationReply;
import baton.actors.api.PrimaryStatus;
import baton.actors.api.ProcessDetail;
import baton.actors.api.ProcessStatus;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * The front for all processes of a node: parent of those that are not primaryOnly, lists the primaryOnly ones in STANDBY
 * while no {@link PrimaryOnly} lives here. When it stops, processes go on; the next one adopts them.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class LocalProcesses {

    private LocalProcesses() {}

    public sealed interface Command {}

    /** Carries out the operation on this node; {@code hosts}, {@code everyNode} and {@code agentToo} are not looked at. */
    public record Operate(Operation operation, ActorRef<OperationReply> replyTo) implements Command {}

    /** This node is active; its primaryOnly processes are with the given actor until that stops or {@link PrimaryLost}. */
    public record PrimaryGained(long epoch, ActorRef<PrimaryOnly.Command> primaryOnly) implements Command {}

    /** This node is not active any more: primaryOnly processes are shown in STANDBY. */
    public record PrimaryLost() implements Command {}

    /** Who is primary, for what refusals tell; may be sent whenever it changes. */
    public record PrimaryKnown(PrimaryStatus status) implements Command {}

    /**
     * Orderly end of the agent: stops the processes that are not primaryOnly in reverse dependency order, forgets what
     * operators started and stopped by hand, answers when all are gone. Nothing starts afterwards. Release the primaryOnly
     * processes first.
     */
    public record StopAll(ActorRef<StoppedAll> replyTo) implements Command {}

    public record StoppedAll() {}

    public record Details(ActorRef<DetailList> replyTo) implements Command {}

    public record DetailList(List<ProcessDetail> details) {
        public DetailList {
            details = List.copyOf(details);
        }
    }

    /**
     * Tells the reports of every change at once, and of every process each second.
     */
    public static Behavior<Command> create(ProcessDeps deps, ActorRef<ProcessStatus> reports) {
        throw new UnsupportedOperationException();
    }
}
