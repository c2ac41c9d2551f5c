package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Gathers what several nodes answer to one operation into one answer; a node that is silent fails for itself alone. */
final class FanOut {

    sealed interface Command {}

    private record Reported(RemoteCaller.Report report) implements Command {}

    private record Local(OperationReply reply) implements Command {}

    /** How the parts are begun; called in this actor while it is set up. */
    interface Begin {
        /** Has another node do its part. */
        void remote(String node, ActorRef<RemoteCaller.Report> to, ActorContext<?> parent);

        /** Does this node's own part. */
        void local(ActorRef<OperationReply> to);
    }

    private final ActorRef<OperationReply> to;
    private final String self;
    private final Set<String> awaited;
    private final boolean endsHere;
    private final Runnable endAgent;

    /**
     * @param nodes that take part, not empty
     * @param endsHere whether {@code endAgent} is to run, in this actor, after the last reply was sent
     */
    static Behavior<Command> create(
            String self,
            Set<String> nodes,
            Begin begin,
            ActorRef<OperationReply> to,
            boolean endsHere,
            Runnable endAgent) {
        return Behaviors.setup(context -> {
            var reports = context.messageAdapter(RemoteCaller.Report.class, Reported::new);
            var replies = context.messageAdapter(OperationReply.class, Local::new);
            for (var node : nodes) {
                if (node.equals(self)) {
                    begin.local(replies);
                } else {
                    begin.remote(node, reports, context);
                }
            }
            return new FanOut(self, nodes, to, endsHere, endAgent).gathering();
        });
    }

    private FanOut(String self, Set<String> nodes, ActorRef<OperationReply> to, boolean endsHere, Runnable endAgent) {
        this.self = self;
        this.awaited = new HashSet<>(nodes);
        this.to = to;
        this.endsHere = endsHere;
        this.endAgent = endAgent;
    }

    private Behavior<Command> gathering() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Local(OperationReply.Happened(Outcome outcome)) -> happened(outcome);
            case Local(OperationReply.Finished _) -> finished(self);
            case Reported(RemoteCaller.Said(RemoteRequest.Happened(Outcome outcome))) -> happened(outcome);
            case Reported(RemoteCaller.Said(RemoteRequest.Finished(String node))) -> finished(node);
            case Reported(RemoteCaller.Lost lost) -> lost(lost);
            // Signs of life, which the asker has taken note of.
            case Reported(RemoteCaller.Said _) -> Behaviors.same();
        });
    }

    private Behavior<Command> happened(Outcome outcome) {
        to.tell(new OperationReply.Happened(outcome));
        return Behaviors.same();
    }

    private Behavior<Command> lost(RemoteCaller.Lost lost) {
        var text = lost.begun()
                ? "stopped answering after it had begun: see mon-cluster for how far it came"
                : "does not answer, nothing was done there: is its agent running, and is the cluster port reachable?";
        happened(new Outcome(lost.host(), "", Result.FAILED, text));
        return finished(lost.host());
    }

    private Behavior<Command> finished(String node) {
        awaited.remove(node);
        if (!awaited.isEmpty()) {
            return Behaviors.same();
        }
        if (endsHere) {
            happened(new Outcome(self, "", Result.DONE, "the agent ends"));
        }
        to.tell(new OperationReply.Finished(self));
        if (endsHere) {
            endAgent.run();
        }
        return Behaviors.stopped();
    }
}
