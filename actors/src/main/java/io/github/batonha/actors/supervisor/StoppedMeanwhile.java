package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.process.ProcessActor;
import java.util.Map;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What is stopped to be started again, and then stopped for good by somebody else, stays stopped.
 *
 * @param epoch of the primaryOnly processes, or 0
 */
record StoppedMeanwhile(ProcessDeps deps, long epoch) {

    /** Takes from the targets, and tells, what nobody wants any more. */
    void strike(Map<String, ActorRef<ProcessActor.Command>> targets, ActorRef<OperationReply> replyTo) {
        for (var name : new TreeSet<>(targets.keySet())) {
            if (!isWanted(name)) {
                targets.remove(name);
                var text = "it was stopped meanwhile, and stays so: `baton start-process %s`".formatted(name);
                replyTo.tell(new OperationReply.Happened(new Outcome(deps.node(), name, Result.NOTHING, text)));
            }
        }
    }

    private boolean isWanted(String name) {
        return deps.definition().processes().stream()
                .filter(spec -> spec.name().equals(name))
                .allMatch(spec -> deps.wanted().isWanted(name, spec.primaryOnly() ? epoch : 0, spec.start()));
    }
}
