package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.ConsoleView;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.MonCluster.NodeView.State;
import io.github.batonha.actors.api.MonCluster.Primary;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.actors.api.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsoleChangesTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Pattern TYPE = Pattern.compile("event: (\\w+)");

    private final ConsoleChanges changes = new ConsoleChanges();

    private static ProcessStatus process(ProcessState state, double cpu, long uptime) {
        return new ProcessStatus("WEB", "", 7L, null, state, cpu, 1, uptime, 0, false, "");
    }

    private static ConsoleView.Node node(String name, long age, ProcessStatus... processes) {
        var all = List.of(processes);
        return new ConsoleView.Node(
                new NodeView(name, State.UP, Role.SECONDARY, age, List.of(), null, "", "", Totals.of(all)), all);
    }

    private static ConsoleView view(@Nullable Primary primary, ConsoleView.Node... nodes) {
        return new ConsoleView(primary, null, List.of(nodes));
    }

    private String told(ConsoleView view, Duration after) {
        return String.join(
                " ",
                changes.events(view, NOON.plus(after)).stream()
                        .map(ByteString::utf8String)
                        .flatMap(text -> TYPE.matcher(text).results().map(found -> found.group(1)))
                        .toList());
    }

    @Test
    void givenTheFirstLook_whenTold_thenAllIsThere() {
        var view = view(null, node("NodeA", 0, process(ProcessState.HEALTHY, 1, 5)), node("NodeB", 1));

        assertThat(told(view, Duration.ZERO)).isEqualTo("cluster node node sign");
        assertThat(Stream.of(view)
                        .map(each -> told(each, Duration.ofMillis(500)))
                        .toList())
                .as("nothing has changed")
                .containsExactly("");
    }

    @Test
    void givenAChangeOfOneNode_whenToldAtOnce_thenThatNodeAloneIsTold() {
        var other = node("NodeB", 0, process(ProcessState.HEALTHY, 1, 5));
        told(view(null, node("NodeA", 0, process(ProcessState.HEALTHY, 1, 5)), other), Duration.ZERO);

        var events = changes.events(
                view(null, node("NodeA", 0, process(ProcessState.MISSING, 1, 0)), other), NOON.plusMillis(500));

        assertThat(events).hasSize(1);
        assertThat(events.getFirst().utf8String())
                .startsWith("event: node\ndata: {\"node\":{\"name\":\"NodeA\"")
                .contains("MISSING")
                .endsWith("}\n\n");
    }

    @Test
    void givenFiguresThatChangeAllTheTime_whenTold_thenOnlyEveryFiveSeconds() {
        told(view(null, node("NodeA", 0, process(ProcessState.HEALTHY, 1, 5))), Duration.ZERO);

        assertThat(told(view(null, node("NodeA", 0, process(ProcessState.HEALTHY, 2, 9))), Duration.ofMillis(4500)))
                .isEqualTo("sign");
        assertThat(told(view(null, node("NodeA", 0, process(ProcessState.HEALTHY, 2, 10))), Duration.ofSeconds(5)))
                .isEqualTo("node");
    }

    @Test
    void givenTimesThatPassAlone_whenTold_thenNoNodeIsTold() {
        told(view(null, node("NodeA", 0, process(ProcessState.HEALTHY, 1, 5))), Duration.ZERO);

        assertThat(told(view(null, node("NodeA", 3, process(ProcessState.HEALTHY, 1, 65))), Duration.ofMinutes(1)))
                .isEqualTo("sign");
    }

    @Test
    void givenAScheduledChange_whenTold_thenTheClusterIsToldOnceAndAgainWhenItIsCancelled() {
        told(view(null, node("NodeA", 0)), Duration.ZERO);
        var scheduled = new ConsoleView(
                null,
                new Scheduled("NodeA", Instant.parse("2026-12-01T02:00:00Z"), "ops", ""),
                List.of(node("NodeA", 0)));

        assertThat(told(scheduled, Duration.ofMillis(500))).isEqualTo("cluster");
        assertThat(told(scheduled, Duration.ofSeconds(1))).isEmpty();
        assertThat(told(view(null, node("NodeA", 0)), Duration.ofMillis(1500))).isEqualTo("cluster");
    }

    @Test
    void givenAnotherPrimaryOrNode_whenTold_thenTheClusterIsTold() {
        told(view(null, node("NodeA", 0)), Duration.ZERO);

        var primary = new Primary("NodeA", 7, "ops", List.of(), List.of());
        assertThat(told(view(primary, node("NodeA", 0)), Duration.ofMillis(500)))
                .isEqualTo("cluster");
        assertThat(told(view(primary, node("NodeA", 0), node("NodeB", 0)), Duration.ofSeconds(1)))
                .isEqualTo("cluster node");
        assertThat(told(view(primary, node("NodeA", 0)), Duration.ofMillis(1500)))
                .isEqualTo("cluster");
    }

    @Test
    void givenAClockThatWasSetBack_whenNothingChanges_thenTheSignOfLifeComesAllTheSame() {
        told(view(null, node("NodeA", 0)), Duration.ZERO);

        assertThat(told(view(null, node("NodeA", 0)), Duration.ofHours(-1))).isEqualTo("sign");
    }
}
