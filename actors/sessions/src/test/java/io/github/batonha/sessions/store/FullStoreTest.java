package io.github.batonha.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sessions.store.EntryCodec.Decoded;
import io.github.batonha.sessions.store.WriteResult.Full;
import io.github.batonha.sessions.store.WriteResult.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FullStoreTest {

    private static final Duration TTL = Duration.ofMinutes(30);
    private static final Limits FEW =
            new Limits(1000, 10_000, 10, 10, 1_000_000, Duration.ofDays(1), Duration.ofHours(24));
    private static final Limits SMALL =
            new Limits(1000, 10_000, 10, 1000, 5_000, Duration.ofDays(1), Duration.ofHours(24));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    private SessionStore store(Limits limits) {
        return new SessionStore("NodeA", new HybridClock(now::get), limits);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static Change put(String name) {
        return Change.put(name, "text/plain", new byte[100]);
    }

    private static Session create(SessionStore store, Change... changes) {
        return ((Written) store.create(TTL, List.of(changes))).session();
    }

    @Test
    void givenSessionsThatNobodyCameBackTo_whenTheStoreIsFull_thenTheyGoFirstAndLogInsGoOn() {
        var store = store(FEW);
        var used = new ArrayList<SessionId>();
        for (var user = 0; user < 5; user++) {
            used.add(create(store, put("user")).id());
        }
        pass(Duration.ofSeconds(5));
        used.forEach(store::touch);
        var loggedInOnce = create(store, put("user")).id();
        var crawled = new ArrayList<SessionId>();
        for (var visit = 0; visit < 4; visit++) {
            pass(Duration.ofMillis(10));
            crawled.add(create(store).id());
        }

        var made = (Written) store.create(TTL, List.of(put("user")));

        assertThat(used).allMatch(id -> store.find(id).isPresent());
        assertThat(store.find(loggedInOnce)).isPresent();
        assertThat(store.find(crawled.getFirst())).isEmpty();
        assertThat(store.find(crawled.getLast())).isPresent();
        assertThat(store.find(made.session().id())).isPresent();
        assertThat(store.room().ended()).isEqualTo(1);
        assertThat(store.room().refusals()).isZero();
    }

    @Test
    void givenASessionThatEndedEarly_whenAnotherNodeHearsOfIt_thenItEndsThereToo() {
        var store = store(FEW);
        var other = new SessionStore("NodeB", new HybridClock(now::get), FEW);
        var first = create(store);
        other.apply(new Decoded(first, true));
        for (var visit = 0; visit < 9; visit++) {
            create(store);
        }
        pass(Duration.ofSeconds(1));

        var made = (Written) store.create(TTL, List.of());
        made.delta().forEach(delta -> other.apply(new Decoded(delta.entry(), delta.isWhole())));

        pass(Duration.ofSeconds(1));
        assertThat(other.find(first.id())).isEmpty();
        assertThat(other.find(made.session().id())).isPresent();
        assertThat(made.attributesTag()).isEmpty();
        // Nothing to remember: what has ended is not taken up again.
        assertThat(store.apply(new Decoded(first.withTtl(Duration.ofMillis(1), 1L << 60), true)))
                .isEqualTo(SessionStore.Applied.UNCHANGED);
    }

    @Test
    void givenAStoreFullOfBytes_whenAUsedSessionGrows_thenUnusedOnesGo() {
        var store = store(SMALL);
        var user = create(store, put("user")).id();
        pass(Duration.ofSeconds(5));
        store.touch(user);
        while (store.weight() <= 5_000) {
            create(store, put("crawler"));
        }

        var result = store.change(user, new Condition.None(), List.of(put("cart")));

        assertThat(result).isInstanceOf(Written.class);
        assertThat(store.find(user))
                .hasValueSatisfying(
                        session -> assertThat(session.attribute("cart")).isPresent());
        assertThat(((Written) result).delta()).hasSizeGreaterThan(1);
        assertThat(store.weight()).isLessThan(5_400);
    }

    @Test
    void givenUsedSessionsAlone_whenTheStoreFillsUp_thenItIsSaidAtEightyPercentAndRefusalsAreCounted() {
        var store = store(FEW);
        var ids = new ArrayList<SessionId>();
        for (var user = 0; user < 7; user++) {
            ids.add(create(store).id());
        }
        assertThat(store.lookAtRoom()).isEmpty();
        assertThat(store.room().warning()).isEmpty();
        for (var user = 0; user < 3; user++) {
            ids.add(create(store).id());
        }
        pass(Duration.ofSeconds(5));
        ids.forEach(store::touch);

        assertThat(store.lookAtRoom())
                .hasValueSatisfying(
                        text -> assertThat(text).contains("100 % full", "max-sessions", "BATON_AGENT_HEAP"));
        assertThat(store.lookAtRoom()).isEmpty();
        assertThat(store.create(TTL, List.of())).isInstanceOf(Full.class);
        assertThat(store.room().refusals()).isEqualTo(1);
        assertThat(store.lookAtRoom())
                .hasValueSatisfying(text -> assertThat(text).contains("1 writes were"));
        assertThat(store.lookAtRoom()).isEmpty();
        assertThat(store.room().warning()).isPresent();

        pass(TTL.plusSeconds(1));
        store.sweep();
        assertThat(store.lookAtRoom()).isEmpty();
        assertThat(store.room().warning()).isEmpty();
        assertThat(store.room().percent()).isZero();
    }
}
