package io.github.batonha.actors.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConsoleSessionsTest {
    private static final Caller ALICE = new Caller("token:alice", Role.OPERATOR, "10.0.0.7");

    private final AtomicLong nanos = new AtomicLong(-7);
    private final AtomicLong ids = new AtomicLong();
    private final ConsoleSessions sessions = new ConsoleSessions(
            nanos::get,
            () -> ByteBuffer.allocate(Long.BYTES).putLong(ids.incrementAndGet()).array());

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private String begin(Caller caller) {
        return sessions.begin(caller, () -> Optional.of(caller), "");
    }

    @Test
    void givenASession_whenFound_thenItsCallerIsKnownByTheConsole() {
        var id = begin(ALICE);

        assertThat(sessions.find(id, "10.0.0.7"))
                .hasValue(new Caller("token:alice", Role.OPERATOR, "10.0.0.7 by console"));
        assertThat(sessions.find(id + "x", "10.0.0.7")).isEmpty();
        assertThat(sessions.find("", "10.0.0.7")).isEmpty();
    }

    @Test
    void givenASession_whenAnotherAddressSendsIt_thenNobodyIsKnownAndTheSessionGoesOn() {
        var id = begin(ALICE);

        assertThat(sessions.find(id, "10.0.0.8")).isEmpty();
        assertThat(sessions.find(id, "10.0.0.7")).isPresent();
    }

    @Test
    void givenASession_whenNothingIsAskedForAnHour_thenItHasEnded() {
        var id = begin(ALICE);
        pass(Duration.ofMinutes(59));
        assertThat(sessions.find(id, "10.0.0.7")).isPresent();
        pass(Duration.ofMinutes(59));
        assertThat(sessions.find(id, "10.0.0.7")).as("it was used since").isPresent();

        pass(Duration.ofMinutes(60));

        assertThat(sessions.find(id, "10.0.0.7")).isEmpty();
    }

    @Test
    void givenASessionInUse_whenTwelveHoursHavePassed_thenItHasEnded() {
        var id = begin(ALICE);
        for (var hour = 0; hour < 23; hour++) {
            pass(Duration.ofMinutes(30));
            assertThat(sessions.find(id, "10.0.0.7")).as("hour %d", hour).isPresent();
        }

        pass(Duration.ofMinutes(30));

        assertThat(sessions.find(id, "10.0.0.7")).isEmpty();
    }

    @Test
    void givenASession_whenItsTokenIsRevoked_thenItHasEndedForGood() {
        var holder = new AtomicReference<>(Optional.of(ALICE));
        var id = sessions.begin(ALICE, holder::get, "");

        holder.set(Optional.empty());
        assertThat(sessions.find(id, "10.0.0.7")).isEmpty();

        holder.set(Optional.of(ALICE));
        assertThat(sessions.find(id, "10.0.0.7")).isEmpty();
    }

    @Test
    void givenALogin_whenUsedAgain_thenItIsRefusedForLongerThanItCounts() {
        assertThat(sessions.isFirstUse("login.a")).isTrue();
        assertThat(sessions.isFirstUse("login.a")).isFalse();
        assertThat(sessions.isFirstUse("login.b")).isTrue();
        pass(Duration.ofSeconds(119));
        assertThat(sessions.isFirstUse("login.a")).isFalse();
    }

    @Test
    void givenAFloodOfLogins_whenMoreAreUsed_thenTheyAreRefusedUntilTheOthersAreForgotten() {
        for (var i = 0; i < ConsoleSessions.MOST_LOGINS; i++) {
            assertThat(sessions.isFirstUse("login." + i)).isTrue();
        }
        assertThat(sessions.isFirstUse("login.more")).isFalse();

        pass(ConsoleSessions.LOGIN_REMEMBERED);

        assertThat(sessions.isFirstUse("login.more")).isTrue();
    }

    @Test
    void givenASession_whenLoggedOut_thenItHasEnded() {
        var id = begin(ALICE);

        sessions.end(id);

        assertThat(sessions.find(id, "10.0.0.7")).isEmpty();
    }

    @Test
    void givenOneWhoLogsInAgainAndAgain_whenThereAreTooMany_thenTheIdlestOfTheirsEndsAndNoOther() {
        var bob = begin(new Caller("token:bob", Role.VIEWER, "10.0.0.9"));
        pass(Duration.ofSeconds(1));
        var all = new ArrayList<String>();
        for (var i = 0; i <= ConsoleSessions.MOST_OF_ONE; i++) {
            all.add(begin(ALICE));
            pass(Duration.ofSeconds(1));
        }

        assertThat(sessions.find(all.getFirst(), "10.0.0.7")).isEmpty();
        assertThat(all.subList(1, all.size()))
                .allMatch(id -> sessions.find(id, "10.0.0.7").isPresent());
        assertThat(sessions.find(bob, "10.0.0.9")).isPresent();
    }

    @Test
    void givenManyWhoLogIn_whenThereAreTooMany_thenTheIdlestOfAllEnds() {
        var all = new ArrayList<String>();
        for (var i = 0; i <= ConsoleSessions.MOST; i++) {
            all.add(begin(new Caller("token:" + i, Role.VIEWER, "10.0.0.9")));
            pass(Duration.ofMillis(1));
        }

        assertThat(sessions.find(all.getFirst(), "10.0.0.9")).isEmpty();
        assertThat(sessions.find(all.get(1), "10.0.0.9")).isPresent();
        assertThat(sessions).hasToString("ConsoleSessions[200]");
    }

    @Test
    void givenATicket_whenUsed_thenTheSessionEndsWhenTheOtherWouldHave() {
        var ticket = sessions.handOvers().issue(ALICE, () -> Optional.of(ALICE), "hash", Duration.ofMinutes(30));
        pass(Duration.ofMinutes(4));

        var id = sessions.takeOver(ticket, "10.0.0.7").orElseThrow();

        assertThat(sessions.takeOver(ticket, "10.0.0.7")).as("a second time").isEmpty();
        var known = sessions.known(id, "10.0.0.7").orElseThrow();
        assertThat(known.caller()).isEqualTo(ALICE);
        assertThat(known.token()).isEqualTo("hash");
        assertThat(known.left()).isEqualTo(Duration.ofMinutes(26));
        pass(Duration.ofMinutes(25));
        assertThat(sessions.find(id, "10.0.0.7")).isPresent();
        pass(Duration.ofMinutes(1));
        assertThat(sessions.find(id, "10.0.0.7")).isEmpty();
    }

    @Test
    void givenATicket_whenItIsOldOrOfAnotherAddressOrItsHolderIsGone_thenItBeginsNothing() {
        var holder = new AtomicReference<>(Optional.of(ALICE));
        var ticket = sessions.handOvers().issue(ALICE, holder::get, "", Duration.ofHours(12));

        assertThat(sessions.takeOver(ticket, "10.0.0.8")).isEmpty();
        assertThat(sessions.handOvers().find(ticket, "10.0.0.7")).hasValue(ALICE);
        holder.set(Optional.empty());
        assertThat(sessions.takeOver(ticket, "10.0.0.7")).isEmpty();
        holder.set(Optional.of(ALICE));
        pass(HandOvers.LIFETIME);
        assertThat(sessions.takeOver(ticket, "10.0.0.7")).isEmpty();
        assertThat(sessions.takeOver("handover.AAAA", "10.0.0.7")).isEmpty();
    }

    @Test
    void givenAPageThatAsksAgainAndAgain_whenThereAreTooManyTickets_thenTheOldestOfTheirsEnds() {
        var all = new ArrayList<String>();
        var bob = new Caller("token:bob", Role.VIEWER, "10.0.0.9");
        var other = sessions.handOvers().issue(bob, () -> Optional.of(bob), "", Duration.ofHours(1));
        for (var i = 0; i <= HandOvers.MOST_OF_ONE; i++) {
            all.add(sessions.handOvers().issue(ALICE, () -> Optional.of(ALICE), "", Duration.ofHours(1)));
            pass(Duration.ofMillis(1));
        }

        assertThat(sessions.takeOver(all.getFirst(), "10.0.0.7")).isEmpty();
        assertThat(sessions.takeOver(all.get(1), "10.0.0.7")).isPresent();
        assertThat(sessions.takeOver(other, "10.0.0.9")).isPresent();
        assertThat(sessions.handOvers()).hasToString("HandOvers[99]");
    }
}
