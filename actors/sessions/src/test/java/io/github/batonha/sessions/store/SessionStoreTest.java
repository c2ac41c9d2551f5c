package io.github.batonha.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sessions.store.EntryCodec.Decoded;
import io.github.batonha.sessions.store.SessionStore.Applied;
import io.github.batonha.sessions.store.WriteResult.Conflict;
import io.github.batonha.sessions.store.WriteResult.Full;
import io.github.batonha.sessions.store.WriteResult.Missing;
import io.github.batonha.sessions.store.WriteResult.TooLarge;
import io.github.batonha.sessions.store.WriteResult.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SessionStoreTest {

    private static final Duration TTL = Duration.ofMinutes(30);
    private static final Limits LIMITS =
            new Limits(100, 1900, 10, 100, 10_000, Duration.ofDays(1), Duration.ofHours(24));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final SessionStore store = store("NodeA");

    private SessionStore store(String node) {
        return new SessionStore(node, new HybridClock(now::get), LIMITS);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static Change put(String name, int bytes) {
        return Change.put(name, "text/plain", new byte[bytes]);
    }

    private Session create() {
        return ((Written) store.create(TTL, List.of())).session();
    }

    private WriteResult change(SessionId id, Change... changes) {
        return store.change(id, new Condition.None(), List.of(changes));
    }

    @Test
    void givenAChangeOfAnUnknownSession_whenApplied_thenNobodySeesAPieceOfIt() {
        var id = create().id();
        var delta = ((Written) change(id, put("a", 1))).delta().getFirst();
        var other = store("NodeB");

        assertThat(delta.isWhole()).isFalse();
        assertThat(other.apply(new Decoded(delta.entry(), false))).isEqualTo(Applied.UNKNOWN);
        assertThat(other.count()).isZero();
    }

    @Test
    void givenASession_whenItsLifetimeHasPassed_thenItIsGoneAndNoOldCopyBringsItBack() {
        var session = create();
        pass(TTL.minusSeconds(5));
        assertThat(store.find(session.id())).isPresent();
        pass(Duration.ofSeconds(5));

        assertThat(store.find(session.id())).isEmpty();
        assertThat(store.touch(session.id())).isInstanceOf(Missing.class);
        assertThat(store.sweep().expired()).isEqualTo(1);
        assertThat(store.apply(new Decoded(session, true))).isEqualTo(Applied.UNCHANGED);
        assertThat(store.count()).isZero();
        assertThat(store.weight()).isZero();
    }

    @Test
    void givenAWallClockThatStepsBack_whenASessionHasEnded_thenItStaysEnded() {
        var session = create();
        pass(TTL);
        create();
        pass(TTL.negated());

        assertThat(store.find(session.id())).isEmpty();
    }

    @Test
    void givenATouch_whenWithinASecondOfTheLast_thenNothingIsSent() {
        var id = create().id();
        pass(Duration.ofMillis(900));
        assertThat(((Written) store.touch(id)).delta()).isEmpty();
        pass(Duration.ofMillis(200));
        assertThat(((Written) store.touch(id)).delta()).hasSize(1);
    }

    @Test
    void givenAChange_whenItsCostIsLooked_thenItIsItsOwnAndNotTheSessions() {
        var id = create().id();
        change(id, put("a", 100), put("b", 100), put("c", 100));

        var delta = ((Written) change(id, put("d", 10))).delta().getFirst();

        assertThat(delta.encoded().length).isLessThan(150);
    }

    @Test
    void givenLimits_whenExceeded_thenEachIsNamedAndNothingIsDone() {
        var id = create().id();

        assertThat(change(id, put("a", 101)))
                .isInstanceOfSatisfying(TooLarge.class, e -> assertThat(e.why()).contains("max-attribute-kib"));
        assertThat(change(id, new Change.Lifetime(Duration.ZERO)))
                .isInstanceOfSatisfying(TooLarge.class, e -> assertThat(e.why()).contains("PT0S is shorter"));
        for (var index = 0; index < 10; index++) {
            assertThat(change(id, put("n" + index, 1))).isInstanceOf(Written.class);
        }
        assertThat(change(id, put("n10", 1)))
                .isInstanceOfSatisfying(TooLarge.class, e -> assertThat(e.why()).contains("11 attributes"));
        var other = create().id();
        for (var index = 0; index < 9; index++) {
            change(other, put("n" + index, 100));
        }
        assertThat(change(other, put("n9", 100), put("n8", 100), put("n7", 100), put("n6", 100)))
                .isInstanceOf(TooLarge.class);
    }

    @Test
    void givenALifetimeBeyondTheLimit_whenAskedFor_thenItIsTheLimitAndAllElseIsDone() {
        var made = ((Written) store.create(Duration.ofDays(365), List.of(put("a", 1)))).session();
        var other = create();

        var changed = ((Written) change(other.id(), new Change.Lifetime(Duration.ofDays(2)), put("a", 1))).session();

        assertThat(made.ttl()).isEqualTo(LIMITS.maxTtl());
        assertThat(changed.ttl()).isEqualTo(LIMITS.maxTtl());
        assertThat(changed.attribute("a")).isPresent();
    }

    @Test
    void givenALifetimeFromBeforeTheLimitWasLowered_whenTheSessionIsChanged_thenItGoesOn() {
        var old = Session.create(new SessionId(1, 2, 3), store.clock().tick(), Duration.ofDays(20));
        store.load(new Decoded(old, true));

        assertThat(change(old.id(), put("a", 1))).isInstanceOf(Written.class);
    }

    @Test
    void givenConditionsOfAttributes_whenOneFails_thenThatOneIsLeftOutAndTheRestIsDone() {
        var id = create().id();
        var first = (Written) change(id, put("a", 1), put("b", 1));
        var tag = first.attributesTag().orElseThrow();
        change(id, put("b", 2));

        var result = (Written) change(
                id,
                new Change.PutIfUnchanged(Change.put("a", "text/plain", new byte[3]), tag),
                new Change.PutIfUnchanged(Change.put("b", "text/plain", new byte[3]), tag),
                new Change.PutIfUnchanged(Change.put("absent", "text/plain", new byte[3]), tag),
                put("c", 3));

        assertThat(result.leftOut()).containsExactly("b", "absent");
        assertThat(result.session().attributes())
                .extracting(attribute -> attribute.name() + attribute.value().length)
                .containsExactly("a3", "b2", "c3");
        assertThat(result.attributesTag())
                .hasValue(result.session().attribute("a").orElseThrow().tag());
    }

    @Test
    void givenAFullStore_whenCreatedOrGrown_thenItIsRefusedAndRemovalsAreNot() {
        var id = create().id();
        change(id, put("a", 100));
        pass(Duration.ofSeconds(2));
        store.touch(id);
        while (store.create(TTL, List.of(put("a", 100))) instanceof Written made) {
            assertThat(store.count()).isLessThan(100);
            pass(Duration.ofSeconds(2));
            store.touch(made.session().id());
        }

        assertThat(store.create(TTL, List.of()))
                .isInstanceOfSatisfying(Full.class, e -> assertThat(e.why()).contains("max-heap-percent"));
        assertThat(change(id, put("b", 100))).isInstanceOf(Full.class);
        assertThat(change(id, new Change.Remove("a"))).isInstanceOf(Written.class);
        assertThat(store.delete(id)).isInstanceOf(Written.class);
    }

    @Test
    void givenDeletions_whenTheyAreMany_thenTheOldestAreForgottenAndThatIsSaid() {
        for (var index = 0; index < 60; index++) {
            store.delete(create().id());
            pass(Duration.ofSeconds(1));
        }

        var swept = store.sweep();

        assertThat(swept.forgotten()).isEqualTo(10);
        assertThat(swept.forgottenUpTo()).isPositive();
        assertThat(store.count()).isEqualTo(50);
        pass(Duration.ofHours(25));
        assertThat(store.sweep().forgotten()).isEqualTo(50);
        assertThat(store.count()).isZero();
    }

    @Test
    void givenATag_whenSomethingElseWasWritten_thenTheConditionFails() {
        var read = create();
        change(read.id(), put("a", 1));

        var result = store.change(read.id(), new Condition.SessionIs(read.tag()), List.of(put("a", 2)));

        assertThat(result).isInstanceOf(Conflict.class);
        pass(Duration.ofSeconds(5));
        var current = ((Conflict) result).current();
        store.touch(read.id());
        assertThat(store.change(read.id(), new Condition.SessionIs(current.tag()), List.of(put("a", 2))))
                .as("a touch does not change the tag")
                .isInstanceOf(Written.class);
    }

    @Test
    void givenAnId_whenShown_thenItIsNotWhole() {
        var id = create().id();

        assertThat(id.toString()).hasSize(7).isNotEqualTo(id.text());
        assertThat(SessionId.parse(id.text())).contains(id);
        assertThat(store.find(id).orElseThrow().toString()).doesNotContain(id.text());
        assertThat(SessionId.parse("../" + "a".repeat(29))).isEmpty();
    }
}
