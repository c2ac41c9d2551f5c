package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.cli.cluster.ClusterTable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What mon-cluster says of an assignment that rests on more than answers. */
class BasisOfPrimaryTest {

    private static String drawn(List<String> confirmedDown, List<String> fenced) {
        var primary = new MonCluster.Primary("NodeB", 7, "ann", confirmedDown, fenced);
        return new ClusterTable(false, Integer.MAX_VALUE, Cli.CLOCK).draw(new MonCluster(primary, List.of()));
    }

    @Test
    void givenAnAssertion_whenDrawn_thenWhoseWordItRestsOn() {
        assertThat(drawn(List.of("NodeA", "NodeC"), List.of()))
                .endsWith("\nNodeB is primary on the word of ann that NodeA, NodeC is down; no fence confirms it.\n");
    }

    @Test
    void givenAFence_whenDrawn_thenWhatWasSwitchedOff() {
        assertThat(drawn(List.of(), List.of("NodeA")))
                .endsWith("\nNodeA was switched off by its fence command when NodeB became primary.\n")
                .doesNotContain("on the word");
    }

    @Test
    void givenAnswersAlone_whenDrawn_thenNothingIsAdded() {
        assertThat(drawn(List.of(), List.of())).doesNotContain("word").doesNotContain("fence");
    }

    @Test
    void givenANarrowTerminal_whenDrawn_thenTheSentenceIsBrokenAndNotCut() {
        var primary = new MonCluster.Primary("NodeB", 7, "ann", List.of("NodeA"), List.of());

        assertThat(new ClusterTable(false, 40, Cli.CLOCK).draw(new MonCluster(primary, List.of())))
                .endsWith("\nNodeB is primary on the word of ann that\nNodeA is down; no fence confirms it.\n");
    }

    @Test
    void givenGuardMajority_whenDrawn_thenWhoVotes() {
        assertThat(majority(null))
                .endsWith(
                        "Guard majority: NodeB stays primary while more than half of NodeA, NodeB, NodeW renew its lease.\n");
    }

    @Test
    void givenALease_whenDrawn_thenWhoGrantedItHowOldItIsAndHowLongItHolds() {
        assertThat(majority(new MonCluster.Lease(List.of("NodeB", "NodeW"), 420, 14_580)))
                .endsWith(" renew its lease.\nNodeB, NodeW granted the lease 0.4 s ago; it holds for 14.6 s more.\n");
        assertThat(majority(new MonCluster.Lease(List.of("NodeB", "NodeW"), 31_000, 0)))
                .endsWith("NodeB, NodeW granted the lease 31.0 s ago; it has run out.\n");
        assertThat(majority(new MonCluster.Lease(List.of(), 3000, 12_000)))
                .endsWith("The lease was granted before the agent's start; it holds for 12.0 s more.\n");
    }

    private static String majority(MonCluster.@Nullable Lease lease) {
        var voters = List.of("NodeA", "NodeB", "NodeW");
        var primary = new MonCluster.Primary("NodeB", 7, "ann", List.of(), List.of(), voters, lease);
        return new ClusterTable(false, Integer.MAX_VALUE, Cli.CLOCK).draw(new MonCluster(primary, List.of()));
    }

    @Test
    void givenOneThatIsScheduled_whenDrawn_thenWhenByWhomAndHowToCancelIt() {
        var at = Instant.parse("2026-11-23T22:00:00Z");
        var cluster = new MonCluster(null, new Scheduled("NodeB", at, "os:ann", "patch NodeA"), List.of());

        assertThat(new ClusterTable(false, Integer.MAX_VALUE, Cli.CLOCK).draw(cluster))
                .endsWith("""

                        NodeB is to become primary at 2026-11-23 22:00:00, ordered by os:ann: patch NodeA.
                        To cancel it: baton set-primary --cancel
                        """);
    }
}
