package io.github.batonha.actors.launch;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.supervision.aot.CacheDecision;
import io.github.batonha.supervision.aot.store.CacheFolder;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The order that the next start of a process records an AOT cache: a note on the disk, which that start reads. */
public final class TrainingOrder {

    private static final Logger log = LoggerFactory.getLogger(TrainingOrder.class);

    private TrainingOrder() {}

    /** Notes it, or refuses it, and answers. Does not block. */
    public static void give(ProcessDeps deps, Operation operation, ActorRef<OperationReply> replyTo) {
        deps.blocking().execute(() -> {
            deps.definition().processes().stream()
                    .filter(spec -> spec.name().equals(operation.name()))
                    .map(spec -> outcome(deps, spec, operation.by()))
                    .forEach(outcome -> replyTo.tell(new OperationReply.Happened(outcome)));
            replyTo.tell(new OperationReply.Finished(deps.node()));
        });
    }

    private static Outcome outcome(ProcessDeps deps, ChildSpec spec, String by) {
        try {
            return ordered(deps, spec, by);
        } catch (IOException | RuntimeException e) {
            log.warn("Could not order a recording of process={}", spec.name(), e);
            return outcome(deps, spec, Result.FAILED, "the order could not be noted (%s): see agent.log".formatted(e));
        }
    }

    private static Outcome ordered(ProcessDeps deps, ChildSpec spec, String by) throws IOException {
        var folder = CacheFolder.of(deps.home().run(deps.node()));
        var refusal =
                CacheDecision.refusal(spec.launching().aot(), RunEnvironment.fit(deps, spec), !spec.primaryOnly());
        if (refusal.isPresent()) {
            return outcome(deps, spec, Result.REFUSED, "it can't be trained: " + refusal.get());
        }
        if (AotTraining.isUnderWay(folder, spec.name())) {
            return outcome(deps, spec, Result.NOTHING, "it records already: its next clean stop makes the cache");
        }
        folder.order(spec.name());
        log.info("Ordered that the next start records process={} by={}", spec.name(), by);
        return outcome(deps, spec, Result.DONE, "its next start records; the clean stop of that run makes the cache");
    }

    private static Outcome outcome(ProcessDeps deps, ChildSpec spec, Result result, String text) {
        return new Outcome(deps.node(), spec.name(), result, text);
    }
}
