package io.github.batonha.actors.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.lifecycle.RunHistory;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.lifecycle.Why;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublicMessageTest {
    private static final Clocks CLOCKS = Clocks.both(() -> Instant.EPOCH);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String SECRET = "password=s3cret";
    private static final RestartRules RULES = RestartRules.of(RestartPolicy.TEMPORARY);

    static Stream<Map.Entry<State, String>> statesThatQuote() {
        var past = RunHistory.NONE;
        var exit = new Exit.Unhealthy("liveness exec sh failed once: " + SECRET, new Exit.Status(143));
        return Stream.of(
                Map.entry(
                        new State.Failing(past, NOON, false, true, SECRET, State.Then.STAY_DOWN),
                        "it does not work, and is ended"),
                Map.entry(
                        new State.Clearing(past, NOON, false, exit, State.Then.FOLLOW_POLICY),
                        "it did not work; then exit status 143; what it left behind is ended"),
                Map.entry(
                        new State.BackingOff(past, NOON, new Why.Told(SECRET), true),
                        "last run: it did not work; then exit status 143 at 2026-01-02T12:00:00Z;"
                                + " started again at 2026-01-02T12:00:00Z, for the 1st time in a row"),
                Map.entry(
                        new State.Missing(past, exit),
                        "it did not work; then exit status 143; not started again by itself"),
                Map.entry(
                        new State.GaveUp(past, new Why.Told(SECRET)),
                        "last run: it did not work; then exit status 143 at 2026-01-02T12:00:00Z;"
                                + " it could not be started, or ended too often; `baton mon` says why"));
    }

    @ParameterizedTest
    @MethodSource("statesThatQuote")
    void givenAStateThatQuotesAProcess_whenEverybodyReadsIt_thenTheStateAndTheExitStatusAreAllTheyRead(
            Map.Entry<State, String> state) {
        var exit = new Exit.Unhealthy(SECRET, new Exit.Status(143));
        var failing = new State.Failing(RunHistory.NONE, NOON, false, true, SECRET, State.Then.STAY_DOWN);
        assertThat(PublicMessage.lastRun(failing, exit, RULES, NOON)).doesNotContain(SECRET);

        var lastRun = PublicMessage.lastRun(failing, new Exit.Status(143), RULES, NOON);

        assertThat(PublicMessage.of(state.getKey(), Map.of(), lastRun, CLOCKS)).isEqualTo(state.getValue());
    }

    @Test
    void givenARunThatEndedByItself_whenEverybodyReadsIt_thenItsExitStatusIsTold() {
        var ready = new State.Ready(RunHistory.NONE, NOON);

        var lastRun = PublicMessage.lastRun(ready, new Exit.Status(7), RULES, NOON);

        assertThat(PublicMessage.of(new State.Down(RunHistory.NONE), Map.of(), lastRun, CLOCKS))
                .isEqualTo("last run: exit status 7 at 2026-01-02T12:00:00Z");
    }
}
