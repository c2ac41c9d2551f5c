package io.github.batonha.actors.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.access.IssuedToken.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @RepeatedTest(100)
    void givenWhatNodesKnow_whenMergedInAnyOrder_thenTheyComeToTheSameAndNothingRevokedCounts(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var known = new ArrayList<IssuedToken>();
        for (var i = 0; i < 30; i++) {
            known.add(token(random));
        }
        var other = new ArrayList<>(known);
        Collections.shuffle(other, random);
        other.addAll(known.subList(0, random.nextInt(known.size())));

        var once = Tokens.NONE.merge(known, NOON);
        var inParts = Tokens.NONE
                .merge(other.subList(0, 11), NOON)
                .merge(Tokens.NONE.merge(other.subList(11, other.size()), NOON).all(), NOON);

        assertThat(inParts).isEqualTo(once);
        assertThat(once.merge(once.all(), NOON)).isEqualTo(once);
        for (var token : known) {
            if (token.revocation() instanceof Revocation.Revoked) {
                assertThat(once.active(token.hash(), NOON)).isEmpty();
            }
        }
    }

    /** Whatever two nodes know of a token is the same but for its revocation. */
    private static IssuedToken token(Random random) {
        var number = random.nextInt(8);
        var revocation = random.nextInt(3) == 0
                ? new Revocation.Revoked(NOON.minusSeconds(random.nextInt(5)), "os:" + random.nextInt(3))
                : new Revocation.None();
        return new IssuedToken(
                Integer.toString(number),
                "name" + number % 2,
                number % 3 == 0 ? Role.VIEWER : Role.ADMIN,
                NOON.minus(DAY.multipliedBy(50)),
                NOON.plus(DAY.multipliedBy(number * 10 - 40)),
                "os:alice",
                revocation);
    }

    @Test
    void givenATokenThatExpired_whenMerged_thenItIsKeptForThirtyDaysAndCountsNoMore() {
        var token = new IssuedToken("1", "ci", Role.VIEWER, NOON, NOON.plus(DAY), "os:alice", new Revocation.None());
        var tokens = Tokens.NONE.merge(List.of(token), NOON);

        assertThat(tokens.active("1", NOON)).hasValue(token);
        assertThat(tokens.active("1", NOON.plus(DAY))).isEmpty();
        assertThat(tokens.merge(List.of(), NOON.plus(DAY.multipliedBy(30))).all())
                .containsExactly(token);
        assertThat(tokens.merge(List.of(), NOON.plus(DAY.multipliedBy(31))).all())
                .isEmpty();
    }
}
