package io.github.batonha.actors.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.view.NodeHealth;
import io.github.batonha.actors.view.NodeHealth.ProcessHealth;
import io.github.batonha.conf.model.HealthDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.drain.DrainOrder;
import io.github.batonha.supervision.drain.DrainState;
import io.github.batonha.supervision.drain.DrainState.Drained;
import io.github.batonha.supervision.drain.DrainState.Draining;
import io.github.batonha.supervision.drain.DrainState.Leaving;
import io.github.batonha.supervision.drain.DrainState.Serving;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthBoardTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final DrainOrder ORDER = new DrainOrder("ops", Duration.ofSeconds(60), true, false, false);
    private static final Duration STALE_AFTER = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong();
    private final HealthBoard board = board(HealthDefinition.NO_WEIGHT);

    private HealthBoard board(int weight) {
        var plain = Definitions.of("NodeA", Definitions.hosts("NodeA", "NodeB"));
        var definition = new NodeDefinition(
                plain.system(),
                plain.self(),
                plain.hosts(),
                plain.processes(),
                plain.environment(),
                plain.hash(),
                plain.settings(),
                new HealthDefinition(0, 0, weight, Set.of()),
                false);
        return new HealthBoard(definition, nanos::get);
    }

    /** What may keep users away, each alone. */
    record Node(ProcessState server, boolean complete, boolean member, boolean inSync, boolean stopping) {
        static final Node GOOD = new Node(ProcessState.HEALTHY, true, true, true, false);

        Node server(ProcessState state) {
            return new Node(state, complete, member, inSync, stopping);
        }

        HealthFacts facts(DrainState drain) {
            var processes = List.of(
                    new ProcessHealth("ROUTER", server, "why", 9017),
                    new ProcessHealth("CONSOLIDATOR", ProcessState.STANDBY, "", null));
            var primary = new PrimaryStatus(Role.SECONDARY, "NodeB", 7, "");
            var health = new NodeHealth("NodeA", primary, processes, processes, complete, 0, stopping);
            return new HealthFacts(health, drain, member, inSync, "", "");
        }
    }

    private static Draining draining() {
        return new Draining(ORDER, NOON, NOON, NOON);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private int status(Check check) {
        return board.answers().to(check).status();
    }

    private String body(Check check) {
        return new String(board.answers().to(check).body(), StandardCharsets.UTF_8);
    }

    static Stream<Map.Entry<Node, String>> reasons() {
        var good = Node.GOOD;
        return Stream.of(
                Map.entry(good.server(ProcessState.MISSING), "ROUTER is MISSING: why"),
                Map.entry(good.server(ProcessState.STARTING), "ROUTER is STARTING: why"),
                Map.entry(new Node(ProcessState.HEALTHY, false, true, true, false), "has not heard from all"),
                Map.entry(new Node(ProcessState.HEALTHY, true, false, true, false), "has not joined"),
                Map.entry(new Node(ProcessState.HEALTHY, true, true, false, false), "does not have all sessions"),
                Map.entry(new Node(ProcessState.HEALTHY, true, true, true, true), "is stopping"));
    }

    @Test
    void givenAWrongClock_whenAsked_thenNoUsersComeAndTheReasonIsThere() {
        var good = Node.GOOD.facts(new Serving());
        board.post(new HealthFacts(
                good.node(), good.drain(), true, true, "the wall clock of this node jumped by PT2H", ""));

        assertThat(status(Check.READY)).isEqualTo(503);
        assertThat(body(Check.READY)).contains("jumped by PT2H");
        assertThat(board.answers().agentLine()).isEqualTo("down #the clock of the node is wrong\n");
    }

    @Test
    void givenLittleRoomForSessions_whenAsked_thenUsersComeAndTheWarningIsThere() {
        var good = Node.GOOD.facts(new Serving());
        board.post(new HealthFacts(good.node(), good.drain(), true, true, "", "the session store is 81 % full"));

        assertThat(status(Check.READY)).isEqualTo(200);
        assertThat(body(Check.READY)).contains("\"warnings\":[\"the session store is 81 % full\"]");
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void givenAnyReason_whenAsked_thenNoUsersComeAndTheBodySaysWhy(Map.Entry<Node, String> reason) {
        board.post(reason.getKey().facts(new Serving()));

        assertThat(status(Check.READY)).isEqualTo(503);
        assertThat(body(Check.READY)).contains(reason.getValue()).contains("\"status\":\"DOWN\"");
        assertThat(board.answers().agentLine()).matches("down #[a-z ]+\n").doesNotContain("why");
        assertThat(status(Check.LIVE)).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void givenAnyReason_whenTheNodeDrainsToo_thenBoundUsersDoNotStay(Map.Entry<Node, String> reason) {
        board.post(reason.getKey().facts(draining()));

        assertThat(status(Check.READY)).isEqualTo(503);
    }

    @Test
    void givenAGoodNode_whenAsked_thenUsersComeAndRolesAreTold() {
        board.post(Node.GOOD.facts(new Serving()));

        assertThat(status(Check.READY)).isEqualTo(200);
        assertThat(body(Check.READY))
                .isEqualTo("{\"node\":\"NodeA\",\"status\":\"UP\",\"reasons\":[],\"role\":\"SECONDARY\",\"epoch\":7}");
        assertThat(status(Check.STATUS)).isEqualTo(200);
        assertThat(status(Check.PRIMARY)).isEqualTo(503);
        assertThat(status(Check.SECONDARY)).isEqualTo(200);
        assertThat(board.answers().agentLine()).isEqualTo("up ready 100%\n");
    }

    @Test
    void givenADrain_whenAsked_thenTheWordsOfBalancersFollowIt() {
        board.post(Node.GOOD.facts(draining()));
        assertThat(status(Check.READY)).isEqualTo(404);
        assertThat(body(Check.READY)).contains("\"DRAINING\"", "ops ordered to drain NodeA", "baton undrain");
        assertThat(board.answers().agentLine()).isEqualTo("up drain 100%\n");

        board.post(Node.GOOD.facts(new Leaving(ORDER, NOON, NOON)));
        assertThat(status(Check.READY)).isEqualTo(503);
        assertThat(board.answers().agentLine()).isEqualTo("maint\n");

        board.post(Node.GOOD.server(ProcessState.STOPPED).facts(new Drained(ORDER, NOON, true, Set.of())));
        assertThat(body(Check.READY)).contains("\"DRAINED\"");
        assertThat(board.answers().agentLine()).isEqualTo("maint\n");

        board.post(Node.GOOD.facts(new Drained(ORDER, NOON, false, Set.of())));
        assertThat(status(Check.READY)).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"50, up ready 50%", "0, up ready 0%", "-1, up ready 100%"})
    void givenAWeight_whenTheAgentIsChecked_thenItIsTold(int weight, String line) {
        var weighted = board(weight);

        weighted.post(Node.GOOD.facts(new Serving()));

        assertThat(weighted.answers().agentLine()).isEqualTo(line + "\n");
    }

    @Test
    void givenNothingWasSeenYet_whenAsked_thenEverythingIsRefused() {
        assertThat(Stream.of(Check.values())).allMatch(check -> status(check) == 503);
        assertThat(body(Check.LIVE)).contains("the agent of NodeA starts");
    }

    @Test
    void givenAViewThatStopsLooking_whenItsAgePasses_thenEverythingIsRefusedUntilItLooksAgain() {
        board.post(Node.GOOD.facts(new Serving()));
        pass(STALE_AFTER);
        assertThat(status(Check.READY)).isEqualTo(200);

        pass(Duration.ofNanos(1));
        assertThat(Stream.of(Check.values())).allMatch(check -> status(check) == 503);
        assertThat(body(Check.READY)).contains("has not looked at itself for more than 10.0 s");
        assertThat(body(Check.STATUS)).startsWith("[{\"PROCESS_NAME\":\"baton\",\"STATUS\":\"UNKNOWN\"");
        assertThat(board.answers().agentLine()).isEqualTo("down #the agent has not looked at itself lately\n");

        board.post(Node.GOOD.facts(new Serving()));
        assertThat(status(Check.READY)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"STARTING, true", "RUNNING, true", "HEALTHY, false"})
    void givenAStartInPlace_whenItSettles_thenTheLastAnswersHoldUntilTheirAgePasses(
            ProcessState server, boolean isMember) {
        var settling = new Node(server, true, isMember, true, false).facts(new Serving());
        board.post(Node.GOOD.facts(new Serving()));
        board.begin();
        pass(Duration.ofSeconds(7));

        board.post(settling);
        assertThat(status(Check.READY)).isEqualTo(200);

        pass(Duration.ofSeconds(4));
        board.post(settling);
        assertThat(status(Check.READY)).isEqualTo(503);
    }

    @Test
    void givenAStartInPlace_whenSomethingReallyIsWrong_thenItIsSaidAtOnce() {
        board.post(Node.GOOD.facts(new Serving()));

        board.begin();
        board.post(Node.GOOD.server(ProcessState.MISSING).facts(new Serving()));

        assertThat(status(Check.READY)).isEqualTo(503);
    }

    @Test
    void givenAStartInPlace_whenItHasSettled_thenAProcessThatStartsAnewCounts() {
        board.post(Node.GOOD.facts(new Serving()));
        board.begin();
        board.post(Node.GOOD.facts(new Serving()));

        board.post(Node.GOOD.server(ProcessState.STARTING).facts(new Serving()));

        assertThat(status(Check.READY)).isEqualTo(503);
    }

    @Test
    void givenAStartInPlace_whenAnOperatorDrains_thenItIsSaidAtOnce() {
        board.post(Node.GOOD.facts(new Serving()));
        board.begin();

        board.post(Node.GOOD.server(ProcessState.STARTING).facts(draining()));

        assertThat(status(Check.READY)).isEqualTo(503);
        assertThat(body(Check.READY)).contains("DRAINING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tablespace USERS: 0% free",
                "maint",
                "#up",
                "\nup ready 100%",
                "x\r\n\r\nmaint",
                "maxconn:1",
                "\u0001\u00e9"
            })
    void givenAnyTextFromOutside_whenTheAgentIsChecked_thenNoneOfItStandsInItsLine(String text) {
        var processes = List.of(new ProcessHealth(text, ProcessState.ERROR, text, 1));
        var health = new NodeHealth(
                "NodeA", new PrimaryStatus(Role.SECONDARY, text, 0, text), processes, processes, true, 1, false);

        board.post(new HealthFacts(health, new Serving(), true, true, "", ""));

        assertThat(board.answers().agentLine()).isEqualTo("down #a process that users need is not healthy\n");
    }
}
