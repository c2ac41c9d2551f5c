package io.github.batonha.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sessions.store.EntryCodec.Decoded;
import io.github.batonha.sessions.store.WriteResult.Delta;
import io.github.batonha.sessions.store.WriteResult.TooLarge;
import io.github.batonha.sessions.store.WriteResult.Written;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Attributes whose names are used once each, as tokens and messages for the next page have them. */
class OneTimeNamesTest {

    private static final Limits LIMITS =
            new Limits(64 * 1024, 256 * 1024, 512, 1000, 1L << 30, Duration.ofDays(1), Duration.ofHours(24));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final SessionStore here = store("NodeA");
    private final SessionStore there = store("NodeB");
    private final Session session = ((Written) here.create(Duration.ofHours(1), List.of(put("user")))).session();

    OneTimeNamesTest() {
        there.apply(new Decoded(session, true));
    }

    private SessionStore store(String node) {
        return new SessionStore(node, new HybridClock(now::get), LIMITS);
    }

    private static Change put(String name) {
        return Change.put(name, "text/plain", new byte[] {1});
    }

    private Delta change(SessionStore store, Change... changes) {
        now.updateAndGet(instant -> instant.plusMillis(1));
        var result = store.change(session.id(), new Condition.None(), List.of(changes));
        assertThat(result).isInstanceOf(Written.class);
        return ((Written) result).delta().getFirst();
    }

    private static void send(Delta delta, SessionStore to) throws IOException {
        for (var entry : to.codec().decode(delta.encoded())) {
            to.apply(entry);
        }
    }

    private Session of(SessionStore store) {
        return store.find(session.id()).orElseThrow();
    }

    @Test
    void givenThousandsOfOneTimeNames_whenSetAndRemoved_thenNewOnesGoOnAndTheSessionStaysSmall() throws IOException {
        for (var name = 0; name < 3000; name++) {
            send(change(here, put("token-" + name)), there);
            send(change(here, new Change.Remove("token-" + name)), there);
        }

        for (var store : List.of(here, there)) {
            assertThat(of(store).attributes()).extracting(Attribute::name).containsExactly("user");
            assertThat(of(store).all()).hasSizeLessThan(2 + Session.MOST_REMOVALS);
            assertThat(of(store).weight()).isLessThan(20_000);
        }
        assertThat(of(there)).isEqualTo(of(here));
        assertThat(of(there).hash()).isEqualTo(of(here).hash());
    }

    @Test
    void givenManyNamesRemovedAtOnce_whenRemoved_thenTheyStayRemovedEverywhere() throws IOException {
        var names = new ArrayList<String>();
        for (var name = 0; name < 400; name++) {
            names.add("name-" + name);
        }
        send(change(here, names.stream().map(OneTimeNamesTest::put).toArray(Change[]::new)), there);
        send(change(here, names.stream().map(Change.Remove::new).toArray(Change[]::new)), there);
        send(change(here, put("again")), there);

        assertThat(of(here).attributes()).extracting(Attribute::name).containsExactly("again", "user");
        assertThat(of(there)).isEqualTo(of(here));
    }

    @Test
    void givenANodeThatMissedARemovalForgottenSince_whenBothCompare_thenTheAttributeStaysRemoved() throws IOException {
        send(change(here, put("is-admin")), there);
        change(here, new Change.Remove("is-admin"));
        for (var name = 0; name < 500; name++) {
            change(here, put("token-" + name));
            change(here, new Change.Remove("token-" + name));
        }
        assertThat(of(there).attribute("is-admin")).isPresent();
        assertThat(of(here).all()).noneMatch(attribute -> attribute.name().equals("is-admin"));

        // As a comparison does it: each sends all it has, and what is to be told again goes back.
        var correction = here.removedLongAgo(of(there)).orElseThrow();
        here.apply(new Decoded(of(there), true));
        send(correction, there);
        there.apply(new Decoded(of(here), true));

        assertThat(of(here).attribute("is-admin")).isEmpty();
        assertThat(of(there).attribute("is-admin")).isEmpty();
        assertThat(of(there)).isEqualTo(of(here));
    }

    @Test
    void givenMoreAttributesThanAllowed_whenSet_thenTheMessageNamesTheLimit() {
        var changes = new ArrayList<Change>();
        for (var name = 0; name < 512; name++) {
            changes.add(put("name-" + name));
        }

        assertThat(here.change(session.id(), new Condition.None(), changes))
                .isInstanceOfSatisfying(
                        TooLarge.class, e -> assertThat(e.why()).contains("513 attributes", "at most 512"));
    }
}
