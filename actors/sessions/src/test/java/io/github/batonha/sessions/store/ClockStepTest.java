package io.github.batonha.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sessions.store.WriteResult.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Wall clocks that step, under hosts that replicate: time passes in steps of a tick, and no thread runs. */
class ClockStepTest {

    private static final Duration TTL = Duration.ofMinutes(30);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration TWO_HOURS = Duration.ofHours(2);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Mail(String to, SessionMessage message) {}

    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Deque<Mail> mails = new ArrayDeque<>();
    private long nanos = 1_000_000_000;

    private final class Host implements JournalSink {
        private final SessionStore store;
        private final Replication replication;
        private final List<Replicated> answers = new ArrayList<>();
        private Duration off;

        Host(String name, Duration off, List<String> others) {
            this.off = off;
            var clock = new SessionClock(() -> START.plusNanos(nanos).plus(this.off), () -> nanos);
            this.store = new SessionStore(name, new HybridClock(clock), SimulatedCluster.LIMITS);
            this.replication = new Replication(
                    name,
                    others,
                    new Loaded(store, Watermarks.NONE),
                    (to, message) -> mails.add(new Mail(to, message)),
                    this,
                    ReplicationSettings.DEFAULT,
                    new ReplicationCounters(),
                    nanos);
        }

        @Override
        public void entries(byte[] encoded) {}

        @Override
        public void marks(byte[] encoded) {}

        @Override
        public void discarded(long createdUpTo) {}

        void steps(Duration to) {
            off = to;
        }

        SessionId create() {
            return written(store.create(TTL, List.of(Change.put("made", "text/plain", new byte[] {1}))));
        }

        void put(SessionId id, int value) {
            written(store.change(
                    id, new Condition.None(), List.of(Change.put("value", "text/plain", new byte[] {(byte) value}))));
        }

        private SessionId written(WriteResult result) {
            assertThat(result).isInstanceOf(Written.class);
            var written = (Written) result;
            replication.submit(written.delta(), Level.ONE_OTHER, answers::add, nanos);
            deliver();
            return written.session().id();
        }

        int value(SessionId id) {
            return store.find(id)
                    .flatMap(session -> session.attribute("value"))
                    .map(attribute -> (int) attribute.value()[0])
                    .orElse(-1);
        }

        boolean has(SessionId id) {
            return store.find(id).isPresent();
        }

        boolean isLastReplicated() {
            return answers.getLast().isReached();
        }
    }

    private List<Host> start(Duration... off) {
        var names = List.of("NodeA", "NodeB", "NodeC").subList(0, off.length);
        for (var index = 0; index < off.length; index++) {
            var name = names.get(index);
            var others = names.stream().filter(other -> !other.equals(name)).toList();
            hosts.put(name, new Host(name, off[index], others));
        }
        pass(Duration.ofSeconds(20));
        return List.copyOf(hosts.values());
    }

    private void pass(Duration time) {
        for (var left = time; left.isPositive(); left = left.minus(TICK)) {
            nanos += TICK.toNanos();
            hosts.values().forEach(host -> host.replication.tick(nanos));
            deliver();
            if (nanos / TICK.toNanos() % 100 == 0) {
                hosts.values().forEach(host -> host.store.sweep());
            }
        }
    }

    private void deliver() {
        for (var mail = mails.poll(); mail != null; mail = mails.poll()) {
            var host = hosts.get(mail.to());
            if (host != null) {
                host.replication.receive(mail.message(), nanos);
            }
        }
    }

    @Test
    void givenTwoHosts_whenTheClockOfOneJumpsForAWhile_thenItIsShownAndNothingElseHappens() {
        for (var step : List.of(TWO_HOURS, TWO_HOURS.negated(), Duration.ofDays(3650))) {
            hosts.clear();
            var both = start(Duration.ZERO, Duration.ZERO);
            var wrong = both.get(0);
            var right = both.get(1);
            var id = right.create();

            wrong.steps(step);
            pass(Duration.ofSeconds(20));
            assertThat(wrong.replication.clockProblem())
                    .hasValueSatisfying(text -> assertThat(text).contains("jumped by"));
            assertThat(right.replication.clockProblem()).isEmpty();
            wrong.put(id, 1);
            assertThat(wrong.isLastReplicated()).isTrue();
            assertThat(right.value(id)).isEqualTo(1);
            right.put(id, 2);
            assertThat(wrong.value(id)).isEqualTo(2);
            var madeMeanwhile = wrong.create();

            wrong.steps(Duration.ZERO);
            pass(Duration.ofSeconds(2));
            assertThat(wrong.replication.clockProblem()).isEmpty();
            right.put(madeMeanwhile, 3);
            assertThat(right.isLastReplicated()).isTrue();
            assertThat(wrong.value(madeMeanwhile)).isEqualTo(3);
            pass(TTL.plusSeconds(1));
            assertThat(both).noneMatch(host -> host.has(id) || host.has(madeMeanwhile));
        }
    }

    @Test
    void givenAHostThatStartsWithAWrongClock_whenItIsSetRight_thenBothExchangeSessionsWithinAMinute() {
        for (var off : List.of(TWO_HOURS, TWO_HOURS.negated())) {
            hosts.clear();
            var both = start(Duration.ZERO, off);
            var ahead = off.isPositive() ? both.get(1) : both.get(0);
            assertThat(ahead.replication.clockProblem())
                    .hasValueSatisfying(text -> assertThat(text).contains("PT2H ahead of that of"));
            assertThat(both)
                    .filteredOn(host -> host.replication.clockProblem().isPresent())
                    .hasSize(1);
            var here = both.get(0).create();
            var there = both.get(1).create();
            assertThat(both.get(1).isLastReplicated()).isFalse();

            both.get(1).steps(Duration.ZERO);
            pass(Duration.ofSeconds(60));

            assertThat(both).allMatch(host -> host.replication.clockProblem().isEmpty());
            assertThat(both).allMatch(host -> host.has(here));
            both.get(0).put(here, 1);
            both.get(1).put(here, 2);
            assertThat(both).allMatch(host -> host.value(here) == 2 && host.isLastReplicated());
            assertThat(both.get(1).store.clock().ahead(both.get(1).store.clock().now()))
                    .isLessThan(Duration.ofSeconds(61));
            if (off.isPositive()) {
                assertThat(both).allMatch(host -> host.has(there));
            }
        }
    }

    @Test
    void givenOneHostAlone_whenItsClockStaysWhereItJumpedTo_thenNoSessionEndsByItAndItHealsInMinutes() {
        for (var step : List.of(TWO_HOURS, TWO_HOURS.negated())) {
            hosts.clear();
            var host = start(Duration.ZERO).getFirst();
            var id = host.create();
            host.put(id, 1);

            host.steps(step);
            pass(Duration.ofSeconds(60));
            assertThat(host.replication.clockProblem()).isPresent();
            pass(Duration.ofMinutes(4));

            assertThat(host.replication.clockProblem()).isEmpty();
            assertThat(host.value(id)).isEqualTo(1);
            host.put(id, 2);
            assertThat(host.value(id)).isEqualTo(2);
            assertThat(host.store.clock().physicalMillis())
                    .isEqualTo(START.plusNanos(nanos).plus(step).toEpochMilli());
            pass(TTL.minusSeconds(10));
            assertThat(host.has(id)).isTrue();
            pass(Duration.ofSeconds(12));
            assertThat(host.has(id)).isFalse();
        }
    }

    @Test
    void givenAllHosts_whenTheyWereSuspendedAlike_thenTheyFollowAndGoOn() {
        var all = start(Duration.ZERO, Duration.ZERO);
        var id = all.getFirst().create();

        all.forEach(host -> host.steps(TWO_HOURS));
        pass(Duration.ofMinutes(5));

        assertThat(all).allMatch(host -> host.replication.clockProblem().isEmpty() && host.has(id));
        all.getFirst().put(id, 1);
        assertThat(all.getFirst().isLastReplicated()).isTrue();
        assertThat(all.getLast().value(id)).isEqualTo(1);
    }

    @Test
    void givenThreeHosts_whenOneWasSuspendedAlone_thenItFollowsTheOthersAtOnce() {
        var all = start(Duration.ZERO, Duration.ZERO, Duration.ofMinutes(-10));
        var late = all.get(2);
        assertThat(late.replication.clockProblem()).isPresent();
        assertThat(Arrays.asList(all.get(0), all.get(1)))
                .allMatch(host -> host.replication.clockProblem().isEmpty());

        late.steps(Duration.ZERO);
        pass(Duration.ofSeconds(30));

        assertThat(all).allMatch(host -> host.replication.clockProblem().isEmpty());
        var id = all.get(0).create();
        assertThat(all).allMatch(host -> host.has(id));
    }

    @Test
    void givenSmallSteps_whenTheyCome_thenTheyAreFollowedAndNobodyIsTold() {
        var both = start(Duration.ZERO, Duration.ZERO);

        both.getFirst().steps(Duration.ofSeconds(20));
        pass(Duration.ofSeconds(1));

        assertThat(both).allMatch(host -> host.replication.clockProblem().isEmpty());
        assertThat(both.getFirst().store.clock().physicalMillis())
                .isEqualTo(START.plusNanos(nanos).plusSeconds(20).toEpochMilli());
    }

    @Test
    void givenAJournalOfAWrongClock_whenLoadedByTheRightOne_thenItsStampsAreSetBack() {
        var both = start(Duration.ZERO, Duration.ZERO);
        var future = new SessionStore(
                "NodeA", new HybridClock(() -> START.plusNanos(nanos).plus(TWO_HOURS)), SimulatedCluster.LIMITS);
        var left = ((Written) future.create(TTL, List.of(Change.put("value", "text/plain", new byte[] {7})))).session();
        both.getFirst().store.load(new EntryCodec.Decoded(left, true));

        pass(Duration.ofSeconds(30));

        assertThat(both).allMatch(host -> host.value(left.id()) == 7);
        assertThat(both).allMatch(host -> host.replication.clockProblem().isEmpty());
        both.getLast().put(left.id(), 8);
        assertThat(both).allMatch(host -> host.value(left.id()) == 8);
        assertThat(both.getLast().isLastReplicated()).isTrue();
    }
}
