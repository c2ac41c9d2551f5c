package io.github.batonha.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalkthroughTest {

    private final List<String> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T04:10:00Z");

    private void play(TwoNodes nodes) {
        var walkthrough = new Walkthrough(nodes, () -> now, time -> {
            now = now.plus(time);
            return true;
        });
        walkthrough.play(new Walkthrough.Listener() {
            @Override
            public void began(int number, Step step) {
                told.add(number + " " + step.title());
            }

            @Override
            public void ended(Step step, MonCluster seen, Duration took) {
                told.add("took " + took.toSeconds());
            }
        });
    }

    @Test
    void givenNodesThatBehave_whenPlayed_thenEveryStepIsToldWithItsSeconds() {
        play(new FakeNodes());

        assertThat(told).hasSize(12).contains("2 SetPrimary on NodeA", "took 0");
    }

    @Test
    void givenAPictureThatComesLate_whenPlayed_thenItIsWaitedFor() {
        var late = now.plusSeconds(3);

        play(new FakeNodes() {
            @Override
            NodeView view(String node) {
                return now.isBefore(late)
                        ? new NodeView(
                                node,
                                MonCluster.NodeView.State.DOWN,
                                super.view(node).role(),
                                -1,
                                List.of(),
                                null,
                                "",
                                "")
                        : super.view(node);
            }
        });

        assertThat(told).contains("took 3");
    }

    @Test
    void givenATakeOverByItself_whenPlayed_thenTheStepFailsWithExpectedAndSeen() {
        var nodes = new FakeNodes() {
            @Override
            public void lose(String node) {
                super.lose(node);
                primary = "NodeB";
            }
        };

        assertThatThrownBy(() -> play(nodes))
                .hasMessageContaining("NodeA's host is lost")
                .hasMessageContaining("asked on NodeB: the primary: expected NodeA, seen NodeB")
                .hasMessageContaining("ONCE on NodeB: expected STANDBY, seen UP");
    }

    @Test
    void givenATakeOverAfterAWhile_whenPlayed_thenTheStepFailsToo() {
        var nodes = new FakeNodes() {
            @Override
            public MonCluster monCluster(String asked) {
                if (!up.contains("NodeA") && told.size() > 4 && now.isAfter(Instant.parse("2026-11-23T04:10:02Z"))) {
                    primary = "NodeB";
                }
                return super.monCluster(asked);
            }
        };

        assertThatThrownBy(() -> play(nodes)).hasMessageContaining("though it was so before");
    }

    @Test
    void givenARouterThatDoesNotAnswer_whenPlayed_thenThatIsSaid() {
        var nodes = new FakeNodes() {
            @Override
            public boolean isServing(String node) {
                return false;
            }
        };

        assertThatThrownBy(() -> play(nodes)).hasMessageContaining("asked as a user: expected an answer");
    }

    @Test
    void givenARecordOfTwoAtOnce_whenPlayed_thenTheStoryFails() {
        var nodes = new FakeNodes() {
            @Override
            public String checkRecord() {
                return "two at once";
            }
        };

        assertThatThrownBy(() -> play(nodes)).hasMessageContaining("two at once");
        assertThat(told).hasSize(12);
    }

    @Test
    void givenAnEpochThatGoesBack_whenPlayed_thenTheStoryFails() {
        var nodes = new FakeNodes() {
            @Override
            public void setPrimary(String node, List<String> confirmDown) {
                super.setPrimary(node, confirmDown);
                epoch = 10 - epoch;
            }
        };

        assertThatThrownBy(() -> play(nodes)).hasMessageContaining("the epoch went back");
    }
}
