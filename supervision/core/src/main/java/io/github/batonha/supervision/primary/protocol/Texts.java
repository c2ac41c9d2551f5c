package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Terms;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** Pieces of sentences for operators. */
final class Texts {

    private Texts() {}

    static String list(Collection<String> hosts) {
        return String.join(", ", hosts);
    }

    /** What to do so that these voters answer. */
    static String toReach(Set<String> voters) {
        var hosts = Hosts.minus(voters, Set.of(Terms.DATABASE));
        var agents = hosts.isEmpty() ? "" : "Start the agent of %s, or repair the network.".formatted(list(hosts));
        return hosts.size() == voters.size()
                ? agents
                : (agents
                                + " See to it that the database of baton.primary.database answers: mon-cluster says what is wrong with it.")
                        .strip();
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** What "down" means, in short. */
    static final String DOWN =
            "its machine is off, or its agent and all its primaryOnly processes have ended, and nobody starts it meanwhile";

    /** What an assignment rests on besides answers, as the end of a sentence; empty where there is nothing. */
    static String basis(Assignment assignment) {
        var fenced = assignment.fenced().isEmpty() ? "" : "; %s was fenced".formatted(list(assignment.fenced()));
        var asserted = assignment.confirmedDown().isEmpty()
                ? ""
                : "; this rests on the word of %s that %s is down"
                        .formatted(assignment.by(), list(assignment.confirmedDown()));
        return fenced + asserted;
    }
}
