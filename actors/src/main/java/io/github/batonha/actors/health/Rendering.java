package io.github.batonha.actors.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.view.NodeHealth;
import io.github.batonha.conf.model.HealthDefinition;
import io.github.batonha.supervision.drain.DrainState;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the answers to all checks out of the facts. Pure; any thread. */
final class Rendering {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

    private final String node;
    private final int weight;

    /** A row of {@code /health/status}; the names are those that monitors of the seed system read. */
    private record ProcessRow(
            @JsonProperty("PROCESS_NAME") String name,
            @JsonProperty("STATUS") String status,
            @JsonProperty("MESSAGE") String message,
            @JsonProperty("PORT") @Nullable Integer port) {}

    private record RoleHere(
            String node, Role role, @Nullable String primary, long epoch) {}

    private record Verdict(
            String node,
            String status,
            List<String> reasons,
            Role role,
            long epoch,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {}

    /** @param weight percent, or {@link HealthDefinition#NO_WEIGHT} */
    Rendering(String node, int weight) {
        this.node = node;
        this.weight = weight;
    }

    Answers of(HealthFacts facts) {
        var answers = new EnumMap<Check, Answer>(Check.class);
        var ready = ready(facts);
        answers.put(Check.READY, answer(readyStatus(facts), ready));
        answers.put(Check.PRIMARY, role(facts.node(), Role.PRIMARY));
        answers.put(Check.SECONDARY, role(facts.node(), Role.SECONDARY));
        answers.put(Check.STATUS, status(facts.node()));
        var primary = facts.node().primary();
        answers.put(
                Check.LIVE,
                answer(Answer.OK, new Verdict(node, "UP", List.of(), primary.role(), primary.epoch(), List.of())));
        return new Answers(answers, AgentLine.of(facts, weight));
    }

    /** Every check refuses. */
    Answers refusal(AgentLine.Cause cause, String reason) {
        var refused =
                answer(Answer.UNAVAILABLE, new Verdict(node, "DOWN", List.of(reason), Role.UNKNOWN, 0, List.of()));
        var answers = new EnumMap<Check, Answer>(Check.class);
        for (var check : Check.values()) {
            answers.put(check, refused);
        }
        // Those who read a list of processes shall find one.
        answers.put(
                Check.STATUS, answer(Answer.UNAVAILABLE, List.of(new ProcessRow("baton", "UNKNOWN", reason, null))));
        return new Answers(answers, AgentLine.down(cause));
    }

    private static int readyStatus(HealthFacts facts) {
        if (!facts.reasons().isEmpty()) {
            return Answer.UNAVAILABLE;
        }
        return switch (facts.drain().admission()) {
            case OPEN -> Answer.OK;
            case NO_NEW -> Answer.NO_NEW;
            case CLOSED -> Answer.UNAVAILABLE;
        };
    }

    private Verdict ready(HealthFacts facts) {
        var reasons = new ArrayList<String>();
        if (facts.drain() instanceof DrainState.Ordered drain) {
            reasons.add("%s ordered to drain %s at %s; `baton undrain` takes users again"
                    .formatted(drain.order().by(), node, drain.sinceSecond()));
        }
        facts.reasons().forEach(reason -> reasons.add(reason.text()));
        var primary = facts.node().primary();
        var warnings = facts.warning().isEmpty() ? List.<String>of() : List.of(facts.warning());
        return new Verdict(node, word(facts), reasons, primary.role(), primary.epoch(), warnings);
    }

    private static String word(HealthFacts facts) {
        return switch (facts.drain()) {
            case DrainState.Serving() -> facts.reasons().isEmpty() ? "UP" : "DOWN";
            case DrainState.Drained _ -> "DRAINED";
            case DrainState.Ordered _ -> "DRAINING";
        };
    }

    private static Answer role(NodeHealth health, Role asked) {
        var primary = health.primary();
        return answer(
                primary.role() == asked ? Answer.OK : Answer.UNAVAILABLE,
                new RoleHere(health.node(), primary.role(), primary.primary(), primary.epoch()));
    }

    private static Answer status(NodeHealth health) {
        var rows = health.shouldRun().stream()
                .map(process ->
                        new ProcessRow(process.name(), process.state().inCluster(), process.message(), process.port()))
                .toList();
        return answer(health.isHealthy() ? Answer.OK : Answer.UNAVAILABLE, rows);
    }

    private static Answer answer(int status, Object body) {
        try {
            return new Answer(status, MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("can't write %s as JSON".formatted(body.getClass()), e);
        }
    }
}
