package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;
import io.github.batonha.supervision.primary.protocol.Proposal.Sighting;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The question of a round, and what an answer to it names; the same for proposals, dry runs and repairs. */
final class Questions {

    private Questions() {}

    static Message.Prepare prepare(Open open, StepView step) {
        var basis = step.record().assignment().epoch();
        return new Message.Prepare(
                open.epoch(),
                open.hosts(),
                open.resume(),
                basis,
                step.settings().lease(),
                step.settings().terms());
    }

    /** All hosts that an answer makes known. */
    static Set<String> named(Message.Promised answer) {
        return answer.released().exists()
                ? Hosts.union(answer.hosts(), Set.of(answer.released().host()))
                : answer.hosts();
    }

    /** When each host was last heard by any other, with what {@code by} says in its answer. */
    static Map<String, Sighting> sightings(Open open, String by, Message.Promised answer, StepView step) {
        var all = new HashMap<>(open.sightings());
        answer.heard().forEach((host, age) -> {
            var nanos = step.now().nanos() - age.toNanos();
            var former = all.get(host);
            if (former == null || nanos - former.nanos() > 0) {
                all.put(host, new Sighting(nanos, by));
            }
        });
        return all;
    }
}
