package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.node.Joining.GiveWay;
import io.github.batonha.actors.node.Joining.Join;
import io.github.batonha.actors.node.Joining.JoinSelf;
import io.github.batonha.actors.node.Joining.Stay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoiningTest {
    private static final Duration JUST_STARTED = Duration.ZERO;
    private static final Duration LONG = Joining.LISTEN;

    private static Standing alone(String node) {
        return new Standing(node, node + "#1", List.of(), 0);
    }

    private static Standing in(String node, int reachable, String... members) {
        return new Standing(node, node + "#1", List.of(members), reachable);
    }

    @Test
    void givenEverybodyIsNew_whenAllAreHeard_thenOnlyTheFirstFoundsACluster() {
        assertThat(Joining.next(alone("A"), List.of(alone("B"), alone("C")), true, JUST_STARTED))
                .isEqualTo(new JoinSelf());
        assertThat(Joining.next(alone("B"), List.of(alone("C"), alone("A")), true, LONG))
                .isEqualTo(new Stay());
    }

    @Test
    void givenTheFirstHostsAreDown_whenListenedLongEnough_thenTheFirstOfThoseWhoAnswerFoundsOne() {
        assertThat(Joining.next(alone("B"), List.of(alone("C")), false, JUST_STARTED))
                .isEqualTo(new Stay());
        assertThat(Joining.next(alone("B"), List.of(alone("C")), false, LONG)).isEqualTo(new JoinSelf());
        assertThat(Joining.next(alone("C"), List.of(alone("B")), false, LONG)).isEqualTo(new Stay());
    }

    @Test
    void givenNobodyAnswers_whenListenedLongEnough_thenTheNodeFoundsItsOwn() {
        assertThat(Joining.next(alone("C"), List.of(), false, JUST_STARTED)).isEqualTo(new Stay());
        assertThat(Joining.next(alone("C"), List.of(), false, LONG)).isEqualTo(new JoinSelf());
    }

    @Test
    void givenAMemberAnswers_whenNotInACluster_thenItIsJoinedAtOnce() {
        assertThat(Joining.next(alone("A"), List.of(alone("B"), in("C", 1, "C#1")), false, JUST_STARTED))
                .isEqualTo(new Join("C"));
    }

    @Test
    void givenAHostThatFounds_whenItSaysSo_thenAnotherThatWouldComeFirstJoinsIt() {
        assertThat(Joining.next(alone("A"), List.of(alone("B").founding()), true, JUST_STARTED))
                .isEqualTo(new Join("B"));
    }

    @Test
    void givenTwoIslandsAnswer_whenNotInACluster_thenTheOneThatStaysIsJoined() {
        var one = in("B", 1, "B#1");
        var two = in("C", 2, "C#1", "D#1");

        assertThat(Joining.next(alone("A"), List.of(one, two), true, LONG)).isEqualTo(new Join("C"));
    }

    /** Each is the other's member by address, so they look like one cluster; the later incarnation at B's address has ended. */
    @Test
    void givenNodeOfWhichOthersHaveALaterIncarnation_whenItComesBack_thenItAloneGivesWay() {
        var a = in("A", 1, "A#1", "B#2");
        var b = in("B", 1, "A#1", "B#1");

        assertThat(Joining.next(b, List.of(a), true, LONG)).isEqualTo(new GiveWay());
        assertThat(Joining.next(a, List.of(b), true, LONG)).isEqualTo(new Stay());
    }

    @Test
    void givenNewMemberOfWhichOthersHaveNotHeard_whenTheyTalk_thenNobodyGivesWay() {
        var a = in("A", 2, "A#1", "B#1");
        var b = in("B", 2, "A#1", "B#1");
        var c = in("C", 3, "A#1", "B#1", "C#1");

        assertThat(Joining.next(c, List.of(a, b), true, LONG)).isEqualTo(new Stay());
        assertThat(Joining.next(a, List.of(b, c), true, LONG)).isEqualTo(new Stay());
    }

    @Test
    void givenTwoIslandsOfOneNode_whenTheyMeet_thenTheOneOfTheHigherAddressGivesWay() {
        var a = in("A", 1, "A#1");
        var b = in("B", 1, "B#1");

        assertThat(Joining.next(a, List.of(b), true, LONG)).isEqualTo(new Stay());
        assertThat(Joining.next(b, List.of(a), true, LONG)).isEqualTo(new GiveWay());
    }

    @Test
    void givenASmallAndALargeIsland_whenTheyMeet_thenTheSmallOneGivesWayWhateverItsAddress() {
        var small = in("A", 1, "A#1");
        var large = in("B", 2, "B#1", "C#1");

        assertThat(Joining.next(small, List.of(large), true, LONG)).isEqualTo(new GiveWay());
        assertThat(Joining.next(large, List.of(small), true, LONG)).isEqualTo(new Stay());
    }

    @Test
    void givenDeadMembersOnOneSide_whenIslandsMeet_thenOnlyLivingOnesCount() {
        var withDead = in("A", 1, "A#1", "B#0", "C#0");
        var living = in("B", 2, "B#1", "C#1");

        assertThat(Joining.next(withDead, List.of(living), true, LONG)).isEqualTo(new GiveWay());
    }

    @Test
    void givenOneSideKnowsTheOther_whenStillJoining_thenNobodyGivesWay() {
        var welcomed = in("A", 2, "A#1", "B#1");
        var notYet = in("B", 1, "B#1");

        assertThat(Joining.next(notYet, List.of(welcomed), true, LONG)).isEqualTo(new Stay());
        assertThat(Joining.next(welcomed, List.of(notYet), true, LONG)).isEqualTo(new Stay());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void givenAnyIslands_whenAllHearEachOther_thenExactlyOneIslandStays(long seed) {
        var random = new Random(seed);
        for (var run = 0; run < 200; run++) {
            var nodes = islands(random);
            var staying = nodes.stream()
                    .filter(own -> Joining.next(own, without(nodes, own), true, LONG) instanceof Stay)
                    .map(Standing::members)
                    .distinct();
            assertThat(staying).hasSize(1);
        }
    }

    private static List<Standing> islands(Random random) {
        var names = IntStream.range(0, 2 + random.nextInt(5))
                .mapToObj("N%d"::formatted)
                .toList();
        var islands = new ArrayList<List<String>>();
        for (var name : names) {
            if (islands.isEmpty() || random.nextBoolean()) {
                islands.add(new ArrayList<>());
            }
            islands.get(random.nextInt(islands.size())).add(name);
        }
        return islands.stream()
                .flatMap(island -> island.stream()
                        .map(name -> in(
                                name,
                                island.size(),
                                island.stream().map(member -> member + "#1").toArray(String[]::new))))
                .toList();
    }

    private static List<Standing> without(List<Standing> nodes, Standing own) {
        return nodes.stream().filter(node -> !node.equals(own)).toList();
    }
}
