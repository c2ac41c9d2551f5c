package io.github.batonha.actors.drain;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.supervisor.LocalProcesses;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Starts what a drain has stopped, tells whoever ordered the undrain how it goes, and stops. */
final class Starter {
    private final String node;
    private final Listener listener;
    private final Set<String> failed = new TreeSet<>();
    private int left;

    private Starter(String node, Listener listener, int left) {
        this.node = node;
        this.listener = listener;
        this.left = left;
    }

    /** All at once: each waits by itself for what it depends on. */
    static Behavior<OperationReply> create(
            String node, Set<String> names, String by, ActorRef<LocalProcesses.Command> processes, Listener listener) {
        return Behaviors.setup(context -> {
            for (var name : new TreeSet<>(names)) {
                processes.tell(new LocalProcesses.Operate(start(name, by), context.getSelf()));
            }
            return new Starter(node, listener, names.size()).gathering();
        });
    }

    private static Operation start(String name, String by) {
        return new Operation(
                Operation.Action.START, Operation.Scope.PROCESS, name, List.of(), false, false, -1, false, by);
    }

    private Behavior<OperationReply> gathering() {
        return left == 0
                ? end()
                : Behaviors.receiveMessage(reply -> switch (reply) {
                    case OperationReply.Happened(Outcome outcome) -> happened(outcome);
                    case OperationReply.Finished _ -> finished();
                });
    }

    private Behavior<OperationReply> happened(Outcome outcome) {
        listener.say(
                Progress.Phase.START,
                "%s: %s %s"
                        .formatted(outcome.process(), outcome.result(), outcome.text())
                        .strip());
        if (!outcome.isOk()) {
            failed.add(outcome.process());
        }
        return Behaviors.same();
    }

    private Behavior<OperationReply> finished() {
        left--;
        return left == 0 ? end() : Behaviors.same();
    }

    private Behavior<OperationReply> end() {
        if (failed.isEmpty()) {
            listener.end(true, "%s takes users again".formatted(node), "");
        } else {
            listener.end(
                    false,
                    "%s is not drained any more, but not all is well: %s".formatted(node, String.join(", ", failed)),
                    "see the reasons above, then `baton mon`");
        }
        return Behaviors.stopped();
    }
}
