package io.github.batonha.actors.health;

import io.github.batonha.conf.model.HealthDefinition;
import io.github.batonha.supervision.drain.Admission;

/**
 * What HAProxy's agent check reads. HAProxy obeys each word of the line until one begins with {@code #}: so only words of ours stand
 * in it, and nothing that comes from a process, an operator or the definition, wherever it would stand.
 */
final class AgentLine {

    private static final int WHOLE_WEIGHT = 100;

    /** Why no users are to come. */
    enum Cause {
        AGENT_STARTS("the agent starts"),
        AGENT_STOPS("the agent is stopping"),
        AGENT_HANGS("the agent has not looked at itself lately"),
        NOT_JOINED("the node has not joined the cluster"),
        SESSIONS_MISSING("the node does not have all sessions"),
        CLOCK_WRONG("the clock of the node is wrong"),
        PROCESS_NOT_HEALTHY("a process that users need is not healthy");

        private final String text;

        Cause(String text) {
            this.text = text;
        }
    }

    private AgentLine() {}

    /**
     * {@code ready} takes back an earlier {@code drain} or {@code maint}, {@code up} an earlier {@code down}, and the weight whatever
     * weight was told before: HAProxy keeps each until it hears another.
     *
     * @param weight percent, or {@link HealthDefinition#NO_WEIGHT} for all of it
     */
    static String of(HealthFacts facts, int weight) {
        if (facts.drain().admission() == Admission.CLOSED) {
            return "maint\n";
        }
        var reasons = facts.reasons();
        if (!reasons.isEmpty()) {
            return down(reasons.getFirst().cause());
        }
        return "%s %d%%\n"
                .formatted(
                        facts.drain().admission() == Admission.OPEN ? "up ready" : "up drain",
                        weight == HealthDefinition.NO_WEIGHT ? WHOLE_WEIGHT : weight);
    }

    /** The space is what ends the word {@code down}. */
    static String down(Cause cause) {
        return "down #%s\n".formatted(cause.text);
    }
}
