package io.github.batonha.supervision.primary.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Answer;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Give;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Kind;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Note;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Persist;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Withdraw;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Asked;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Assigned;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.CancelOrdered;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Ended;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Ordered;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Resumed;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Woken;
import io.github.batonha.supervision.primary.schedule.ScheduleState.Begun;
import io.github.batonha.supervision.primary.schedule.ScheduleState.None;
import io.github.batonha.supervision.primary.schedule.ScheduleState.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final TimedOrder ORDER = order(NOON);
    private static final ScheduleState NONE = new None();
    private static final ScheduleState WAITING = new Waiting(ORDER);
    private static final ScheduleState BEGUN = new Begun(ORDER, false);
    private static final ScheduleState ASKED = new Begun(ORDER, true);

    private static final Map<String, ScheduleEvent> EVENTS = events();

    private static TimedOrder order(Instant at) {
        return new TimedOrder("NodeB", at, "os:ann for ann", "os:ann", "patch", List.of("config-differs"), 0, 7);
    }

    private static Map<String, ScheduleEvent> events() {
        var events = new LinkedHashMap<String, ScheduleEvent>();
        events.put("ordered", new Ordered(order(NOON.plusSeconds(3600)), ""));
        events.put("ordered-beside-another", new Ordered(order(NOON.plusSeconds(3600)), "NodeA is to become primary"));
        events.put("ordered-too-far", new Ordered(order(NOON.plusSeconds(8 * 86_400)), ""));
        events.put("ordered-in-the-past", new Ordered(order(NOON.minusSeconds(3600)), ""));
        events.put("cancel", new CancelOrdered("os:bob", "no patch"));
        events.put("woken", new Woken());
        events.put("assigned-before", new Assigned(7, "NodeA", "os:bob"));
        events.put("assigned-to-other", new Assigned(8, "NodeA", "os:bob"));
        events.put("assigned-to-target", new Assigned(8, "NodeB", "os:ann for ann"));
        events.put("resumption", new Assigned(8, "NodeA", "NodeA"));
        events.put("asked", new Asked());
        events.put("done", new Ended(true, true, "NodeB is primary"));
        events.put("refused", new Ended(false, true, "NodeA does not answer"));
        events.put("not-ready", new Ended(false, false, "NodeB was not ready"));
        events.put("restarted", new Resumed(7, "NodeA"));
        events.put("restarted-as-primary", new Resumed(8, "NodeB"));
        return events;
    }

    private static ScheduleEvent event(String name) {
        return Objects.requireNonNull(EVENTS.get(name), name);
    }

    /** Every event in every state; seconds are after the order's time. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # event                | seconds | none                   | waiting                          | begun                                     | asked
            ordered                | -60     | Waiting persist SCHEDULED yes | same no                   | same no                                   | same no
            ordered-beside-another | -60     | same no                | same no                          | same no                                   | same no
            ordered-too-far        | -60     | same no                | same no                          | same no                                   | same no
            ordered-in-the-past    | -60     | same no                | same no                          | same no                                   | same no
            cancel                 | -60     | same no                | None persist CANCELLED yes       | None persist withdraw CANCELLED yes       | same no
            woken                  | -1      | same                   | same                             | same                                      | same
            woken                  | 0       | same                   | Begun persist BEGUN give         | same                                      | same
            woken                  | 60      | same                   | Begun persist BEGUN give         | same                                      | same
            woken                  | 61      | same                   | None persist MISSED              | same                                      | same
            assigned-before        | 0       | same                   | same                             | same                                      | same
            assigned-to-other      | 0       | same                   | None persist CANCELLED           | None persist withdraw CANCELLED           | same
            assigned-to-target     | 0       | same                   | None persist CANCELLED           | same                                      | same
            resumption             | 0       | same                   | same                             | same                                      | same
            asked                  | 0       | same                   | same                             | Begun                                     | same
            done                   | 0       | same                   | same                             | None persist DONE                         | None persist DONE
            refused                | 0       | same                   | same                             | None persist REFUSED                      | None persist REFUSED
            not-ready              | 0       | same                   | same                             | None persist REFUSED                      | None persist REFUSED
            restarted              | 0       | same                   | same                             | None persist MISSED                       | None persist MISSED
            restarted-as-primary   | 0       | same                   | same                             | None persist DONE                         | None persist DONE
            """)
    void everyEventInEveryState(String event, long seconds, String none, String waiting, String begun, String asked) {
        var states = Map.of(
                none + "/none", NONE, waiting + "/waiting", WAITING, begun + "/begun", BEGUN, asked + "/asked", ASKED);
        var now = NOON.plusSeconds(seconds);

        states.forEach((expected, state) -> {
            var step = Schedule.step(state, event(event), now);

            assertThat(words(state, step)).as("%s in %s", event, state).isEqualTo(expected.split("/", -1)[0]);
        });
        assertThat(states).hasSize(4);
    }

    @Test
    void theTableHasEveryEvent() {
        assertThat(EVENTS.values().stream().map(Object::getClass).distinct().toList())
                .containsExactlyInAnyOrder(ScheduleEvent.class.getPermittedSubclasses());
    }

    private static String words(ScheduleState before, ScheduleStep step) {
        var words = new ArrayList<String>();
        words.add(step.state().equals(before) ? "same" : step.state().getClass().getSimpleName());
        for (var effect : step.effects()) {
            words.add(
                    switch (effect) {
                        case Persist persist -> {
                            assertThat(persist.state()).isEqualTo(step.state());
                            yield "persist";
                        }
                        case Give give -> {
                            assertThat(give.order()).isEqualTo(ORDER);
                            yield "give";
                        }
                        case Withdraw() -> "withdraw";
                        case Answer answer -> answer.isDone() ? "yes" : "no";
                        case Note note -> note.kind().name();
                    });
        }
        return String.join(" ", words);
    }

    @Test
    void givenADiskThatIsFull_whenItsTimeComes_thenItIsTriedUntilItIsTooLateAndNeverGivenUnmarked() {
        var due = Schedule.unwritten(WAITING, new Woken(), "disk full", NOON.plusSeconds(10));
        var late = Schedule.unwritten(WAITING, new Woken(), "disk full", NOON.plusSeconds(61));

        assertThat(due).isEqualTo(new ScheduleStep(WAITING, List.of()));
        assertThat(words(WAITING, late)).isEqualTo("None MISSED");
    }

    @Test
    void givenADiskThatIsFull_whenSomethingIsOrdered_thenItIsRefusedAndWhatWasStays() {
        for (var event : List.of("ordered", "cancel")) {
            var step = Schedule.unwritten(WAITING, event(event), "disk full", NOON.minusSeconds(60));

            assertThat(words(WAITING, step)).isEqualTo("same no");
        }
        assertThat(words(WAITING, Schedule.unwritten(WAITING, event("assigned-to-other"), "disk full", NOON)))
                .isEqualTo("None CANCELLED");
        assertThat(words(ASKED, Schedule.unwritten(ASKED, event("done"), "disk full", NOON)))
                .isEqualTo("None DONE");
    }

    @Test
    void givenAPersonWhoCancels_whenNoted_thenTheNoteIsOfThatPerson() {
        var step = Schedule.step(WAITING, event("cancel"), NOON.minusSeconds(60));

        assertThat(step.effects())
                .contains(new Note(
                        Kind.CANCELLED,
                        ORDER,
                        "os:bob",
                        "no patch",
                        "NodeB is to become primary at 2026-01-02T12:00:00Z, ordered by os:ann for ann",
                        false));
    }

    @Test
    void givenAnyEventsAndAClockThatJumps_whenAnOrderIsGiven_thenNeverTwiceAndNeverLate() {
        for (var seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            var given = 0;
            ScheduleState state = WAITING;
            for (var i = 0; i < 30 && !(state instanceof None); i++) {
                var now = NOON.plusSeconds(random.nextInt(-100, 100));
                var events = List.copyOf(EVENTS.values());
                var step = Schedule.step(state, events.get(random.nextInt(events.size())), now);
                state = step.state();
                if (step.effects().contains(new Give(ORDER))) {
                    given++;
                    assertThat(now).isBetween(NOON, NOON.plus(Schedule.LATEST));
                    assertThat(step.effects().getFirst()).isEqualTo(new Persist(BEGUN));
                }
            }
            assertThat(given).as("seed %d", seed).isLessThanOrEqualTo(1);
        }
    }
}
