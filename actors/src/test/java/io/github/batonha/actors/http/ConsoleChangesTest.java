package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.MonCluster.NodeView.State;
import io.github.batonha.actors.api.MonCluster.Primary;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.actors.api.Totals;
import io.github.batonha.actors.view.ConsoleView;
import io.github.batonha.actors.view.NodeReport;
import io.github.batonha.actors.view.ReportedProcess;
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
    private long tick;

    private static ProcessStatus process(String name, ProcessState state, double cpu, long uptime) {
        return new ProcessStatus(name, "", 7L, null, state, cpu, 1, uptime, 0, false, "");
    }

    private static ProcessStatus process(ProcessState state, double cpu, long uptime) {
        return process("WEB", state, cpu, uptime);
    }

    private ConsoleView.Node node(String name, long age, ProcessStatus... processes) {
        return node(name, State.UP, age, processes);
    }

    /** Each rests on a report of its own. */
    private ConsoleView.Node node(String name, State state, long age, ProcessStatus... processes) {
        var all = List.of(processes);
        var totals = state == State.UP ? Totals.of(all) : null;
        return new ConsoleView.Node(
                new NodeView(name, state, Role.SECONDARY, age, List.of(), null, "", "", totals),
                new NodeReport(
                        name,
                        NOON,
                        ++tick,
                        false,
                        "",
                        new PrimaryStatus(Role.SECONDARY, null, 0, ""),
                        all.stream().map(each -> new ReportedProcess(each, 0)).toList(),
                        null,
                        0,
                        1,
                        ""));
    }

    private static ConsoleView view(@Nullable Primary primary, ConsoleView.Node... nodes) {
        return new ConsoleView(primary, null, List.of(nodes));
    }

    private List<String> texts(ConsoleView view, Duration after) {
        return changes.events(view, NOON.plus(after)).stream()
                .map(ByteString::utf8String)
                .toList();
    }

    private String told(ConsoleView view, Duration after) {
        return String.join(
                " ",
                texts(view, after).stream()
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
    void givenAChangeOfOneProcess_whenToldAtOnce_thenThatProcessAloneIsTold() {
        var other = node("NodeB", 0, process(ProcessState.HEALTHY, 1, 5));
        var gate = process("GATE", ProcessState.HEALTHY, 1, 5);
        told(view(null, node("NodeA", 0, gate, process(ProcessState.HEALTHY, 1, 5)), other), Duration.ZERO);

        var events = texts(
                view(
                        null,
                        node(
                                "NodeA",
                                0,
                                process("GATE", ProcessState.HEALTHY, 2, 6),
                                process(ProcessState.MISSING, 1, 0)),
                        other),
                Duration.ofMillis(500));

        assertThat(events).hasSize(1);
        assertThat(events.getFirst())
                .startsWith("event: change\ndata: {\"name\":\"NodeA\",\"ageSeconds\":0,\"totals\":{")
                .contains("\"processes\":[{\"name\":\"WEB\"", "MISSING")
                .doesNotContain("GATE", "figures", "\"node\"")
                .endsWith("}\n\n");
    }

    @Test
    void givenFiguresThatChangeAllTheTime_whenTold_thenOnlyEveryFiveSecondsAndOnlyWhatAPageWouldShow() {
        var gate = process("GATE", ProcessState.HEALTHY, 1.01, 5);
        told(view(null, node("NodeA", 0, gate, process(ProcessState.HEALTHY, 1, 5))), Duration.ZERO);
        var later = view(
                null,
                node("NodeA", 0, process("GATE", ProcessState.HEALTHY, 1.04, 9), process(ProcessState.HEALTHY, 2, 9)));

        assertThat(told(later, Duration.ofMillis(4500))).isEqualTo("sign");
        var events = texts(later, Duration.ofSeconds(5));
        assertThat(events).hasSize(1);
        assertThat(events.getFirst())
                .startsWith("event: change\n")
                .contains("\"figures\":[[1,2.0,1.0]]")
                .doesNotContain("\"processes\":[");
        assertThat(told(later, Duration.ofSeconds(10))).isEqualTo("sign");
    }

    @Test
    void givenManyFiguresThatChangeALittle_whenTold_thenTheirSumIsTold() {
        told(
                view(
                        null,
                        node(
                                "NodeA",
                                0,
                                process("A", ProcessState.HEALTHY, 0, 5),
                                process(ProcessState.HEALTHY, 0, 5))),
                Duration.ZERO);

        var events = texts(
                view(
                        null,
                        node(
                                "NodeA",
                                0,
                                process("A", ProcessState.HEALTHY, 0.04, 5),
                                process(ProcessState.HEALTHY, 0.04, 5))),
                Duration.ofSeconds(5));

        assertThat(events.getFirst()).contains("\"cpu\":0.08").doesNotContain("figures");
    }

    @Test
    void givenANodeThatIsSilentOrHasOtherProcesses_whenTold_thenTheNodeOrAllOfItIsTold() {
        var web = process(ProcessState.HEALTHY, 1, 5);
        told(view(null, node("NodeA", 0, web)), Duration.ZERO);

        var silent = texts(view(null, node("NodeA", State.DOWN, 5, web)), Duration.ofMillis(500));
        assertThat(silent.getFirst())
                .startsWith("event: change\n")
                .contains("\"ageSeconds\":5,\"node\":{\"name\":\"NodeA\",\"state\":\"DOWN\"")
                .doesNotContain("WEB");

        assertThat(told(
                        view(null, node("NodeA", 0, web, process("GATE", ProcessState.HEALTHY, 1, 5))),
                        Duration.ofSeconds(1)))
                .isEqualTo("node");
        assertThat(told(
                        view(null, node("NodeA", 0, process("GATE", ProcessState.HEALTHY, 1, 5), web)),
                        Duration.ofMillis(1500)))
                .as("another order")
                .isEqualTo("node");
    }

    /** How long it goes on is another time each time. */
    @Test
    void givenALease_whenTold_thenItComesWithTheSignsAndAtOnceOnlyWhenOthersGrantedItOrItRanOut() {
        told(view(leased(List.of("NodeA", "NodeB"), 9000), node("NodeA", 0)), Duration.ZERO);

        assertThat(told(view(leased(List.of("NodeA", "NodeB"), 8000), node("NodeA", 0)), Duration.ofSeconds(1)))
                .isEmpty();
        assertThat(texts(view(leased(List.of("NodeA", "NodeB"), 7000), node("NodeA", 0)), Duration.ofSeconds(2)))
                .singleElement()
                .asString()
                .startsWith("event: sign\n")
                .contains("\"lease\":{\"grantedBy\":[\"NodeA\",\"NodeB\"],\"ageMillis\":1000,\"leftMillis\":7000}");
        assertThat(told(view(leased(List.of("NodeA", "NodeW"), 9000), node("NodeA", 0)), Duration.ofMillis(2500)))
                .isEqualTo("sign");
        assertThat(told(view(leased(List.of("NodeA", "NodeW"), 0), node("NodeA", 0)), Duration.ofSeconds(3)))
                .isEqualTo("sign");
    }

    private static Primary leased(List<String> by, long left) {
        return new Primary(
                "NodeA",
                7,
                "ops",
                List.of(),
                List.of(),
                List.of("NodeA", "NodeB", "NodeW"),
                new MonCluster.Lease(by, 1000, left));
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
