package io.github.batonha.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sessions.store.WriteResult.Written;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What two or three nodes do in situations that operators meet. */
class ReplicationTest {

    private static final Duration TTL = Duration.ofDays(3);

    private final SimulatedCluster cluster = new SimulatedCluster(1, SimulatedCluster.LIMITS, "NodeA", "NodeB");
    private final SimulatedNode a = cluster.node("NodeA");
    private final SimulatedNode b = cluster.node("NodeB");
    private final List<Replicated> answers = new ArrayList<>();

    private SessionId create(SimulatedNode node) {
        var result = node.write(node.store().create(TTL, List.of(put("user", "anna"))), Level.ONE_OTHER, answers::add);
        return ((Written) result).session().id();
    }

    private void set(SimulatedNode node, SessionId id, String name, String value) {
        node.write(
                node.store().change(id, new Condition.None(), List.of(put(name, value))),
                Level.ONE_OTHER,
                answers::add);
    }

    private static Change put(String name, String value) {
        return Change.put(name, "text/plain", value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(SimulatedNode node, SessionId id, String name) {
        return node.store()
                .find(id)
                .flatMap(session -> session.attribute(name))
                .map(attribute -> new String(attribute.value(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private void meet() {
        cluster.run(Duration.ofSeconds(3));
        assertThat(a.replication().isInSync()).isTrue();
        assertThat(b.replication().isInSync()).isTrue();
    }

    @Test
    void givenTwoNodes_whenAWriteIsAnswered_thenTheOtherHasIt() {
        meet();
        var id = create(a);
        assertThat(answers).isEmpty();

        cluster.runUntil(Duration.ofSeconds(1), () -> !answers.isEmpty());

        assertThat(answers).containsExactly(new Replicated(Level.ONE_OTHER, List.of("NodeB"), true));
        assertThat(text(b, id, "user")).isEqualTo("anna");
    }

    @Test
    void givenNoOther_whenWritten_thenTheAnswerSaysSoAndItIsCounted() {
        b.kill();
        cluster.run(Duration.ofSeconds(20));

        create(a);

        assertThat(answers).containsExactly(new Replicated(Level.ONE_OTHER, List.of(), false));
        assertThat(a.counters().unreplicated()).isEqualTo(1);
    }

    @Test
    void givenAHostThatHasJustDied_whenWritten_thenOneWriteWaitsAndTheNextDoNot() {
        meet();
        b.kill();
        create(a);

        cluster.runUntil(Duration.ofMillis(1300), () -> answers.size() == 1);
        create(a);

        assertThat(answers)
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer.isReached()).isFalse());
    }

    @Test
    void givenDifferentAttributesOnBothSides_whenHealed_thenBothAreThere() {
        meet();
        var id = create(a);
        cluster.run(Duration.ofSeconds(1));
        cluster.partition("NodeA", "NodeB");
        cluster.run(Duration.ofSeconds(10));
        set(a, id, "left", "1");
        set(b, id, "right", "2");
        set(a, id, "both", "first");
        cluster.run(Duration.ofSeconds(5));
        set(b, id, "both", "second");

        cluster.heal();
        cluster.runUntil(Duration.ofSeconds(20), cluster::isConverged);

        for (var node : List.of(a, b)) {
            assertThat(text(node, id, "left")).isEqualTo("1");
            assertThat(text(node, id, "right")).isEqualTo("2");
            assertThat(text(node, id, "both")).isEqualTo("second");
        }
    }

    @Test
    void givenANodeWithoutItsDisk_whenItStarts_thenItIsInSyncOnlyWithEverything() {
        meet();
        for (var index = 0; index < 3000; index++) {
            create(a);
            cluster.run(Duration.ofMillis(2));
        }
        b.kill();
        b.loseDisk();
        cluster.run(Duration.ofSeconds(10));
        b.start();

        cluster.runUntil(Duration.ofSeconds(30), () -> b.replication().isInSync());

        assertThat(b.store().count()).isEqualTo(a.store().count()).isEqualTo(3000);
        assertThat(cluster.isConverged()).isTrue();
    }

    @Test
    void givenTheOnlyNode_whenItIsKilledAndStarted_thenItHasItsSessions() {
        b.kill();
        cluster.run(Duration.ofSeconds(20));
        var id = create(a);
        a.kill();
        a.start();

        cluster.runUntil(Duration.ofSeconds(15), () -> a.replication().isInSync());

        assertThat(text(a, id, "user")).isEqualTo("anna");
    }

    @Test
    void givenASessionThatEndedWhileANodeWasAway_whenItComesBack_thenTheSessionDoesNot() {
        meet();
        var result = a.write(a.store().create(Duration.ofSeconds(30), List.of()), Level.ONE_OTHER, answers::add);
        var id = ((Written) result).session().id();
        cluster.run(Duration.ofSeconds(2));
        b.kill();
        cluster.run(Duration.ofSeconds(60));
        assertThat(a.store().count()).isZero();

        b.start();
        cluster.run(Duration.ofSeconds(15));

        assertThat(a.store().find(id)).isEmpty();
        assertThat(b.store().find(id)).isEmpty();
        assertThat(b.store().count()).isZero();
    }

    @Test
    void givenALogOutOnOneSide_whenTheOtherSideGoesOnWithTheSession_thenItIsGoneAfterHealing() {
        meet();
        var id = create(a);
        cluster.run(Duration.ofSeconds(1));
        cluster.partition("NodeA", "NodeB");
        cluster.run(Duration.ofSeconds(10));
        a.write(a.store().delete(id), Level.ONE_OTHER, answers::add);
        cluster.run(Duration.ofSeconds(10));
        set(b, id, "later", "write");

        cluster.heal();
        cluster.runUntil(Duration.ofSeconds(20), cluster::isConverged);

        assertThat(b.store().find(id)).isEmpty();
    }

    @Test
    void givenANodeAwayForLongerThanDeletionsAreRemembered_whenItComesBack_thenWhatWasDeletedDoesNot() {
        meet();
        var deleted = create(a);
        var kept = create(a);
        cluster.run(Duration.ofSeconds(20));
        cluster.partition("NodeA", "NodeB");
        cluster.run(Duration.ofMinutes(10));
        a.write(a.store().delete(deleted), Level.ONE_OTHER, answers::add);
        var madeApart = create(b);
        cluster.run(Duration.ofHours(25));
        assertThat(a.store().entry(deleted)).as("the deletion is forgotten").isNull();

        cluster.heal();
        cluster.run(Duration.ofMinutes(1));

        for (var node : List.of(a, b)) {
            assertThat(node.store().find(deleted)).as(node.name()).isEmpty();
            assertThat(text(node, kept, "user")).as(node.name()).isEqualTo("anna");
            assertThat(text(node, madeApart, "user")).as(node.name()).isEqualTo("anna");
        }
        assertThat(b.replication().isInSync()).isTrue();
    }

    @Test
    void givenANodeAwayTooLong_whenItsAgentIsKilledRightAfterItStartedOver_thenWhatItGaveUpStaysAway() {
        meet();
        var deleted = create(a);
        cluster.run(Duration.ofSeconds(20));
        b.kill();
        a.write(a.store().delete(deleted), Level.ONE_OTHER, answers::add);
        cluster.run(Duration.ofHours(25));
        b.start();
        cluster.run(Duration.ofSeconds(3));
        b.kill();
        a.kill();
        b.start();
        cluster.run(Duration.ofSeconds(20));

        assertThat(b.store().find(deleted)).isEmpty();
    }

    @Test
    void givenAClockFarAhead_whenNodesMeet_thenTheyExchangeNothingAndNobodysClockIsSpoilt() {
        var far = new SimulatedCluster(2, SimulatedCluster.LIMITS, "NodeA", "NodeB");
        far.node("NodeB").skew(Duration.ofHours(1));
        far.run(Duration.ofSeconds(20));
        var a2 = far.node("NodeA");

        var result = a2.write(a2.store().create(TTL, List.of()), Level.ONE_OTHER, answers::add);
        far.run(Duration.ofSeconds(5));

        assertThat(answers).containsExactly(new Replicated(Level.ONE_OTHER, List.of(), false));
        assertThat(((Written) result).session().created().toEpochMilli()).isLessThan(far.now() / 1_000_000 + 60_000);
        assertThat(far.node("NodeB").store().count()).isZero();
    }

    @Test
    void givenALargeSession_whenReplicatedAndPulled_thenItArrivesWhole() {
        meet();
        var id = create(a);
        for (var index = 0; index < 12; index++) {
            set(a, id, "large" + index, "x".repeat(60_000));
            cluster.run(Duration.ofMillis(50));
        }
        b.kill();
        b.loseDisk();
        cluster.run(Duration.ofSeconds(10));
        b.start();

        cluster.runUntil(Duration.ofSeconds(30), () -> b.replication().isInSync());

        assertThat(b.store().find(id).orElseThrow().attributes()).hasSize(13);
    }
}
