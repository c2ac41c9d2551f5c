package io.github.batonha.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.e2e.faults.Testimony.Pause;
import io.github.batonha.e2e.faults.Testimony.Run;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker itself: what it has to see, it sees. */
class TestimonyTest {
    @Test
    void givenRunsOneAfterTheOther_whenChecked_thenNothingIsFound() {
        var testimony = new Testimony(List.of(
                run("NodeA", "JVM", 1, 100, 200),
                run("NodeA", "COMMAND", 1, 110, 190),
                run("NodeA", "JVM", 1, 210, 300),
                run("NodeB", "JVM", 2, 301, 400)));

        assertThat(testimony.faults()).isEmpty();
        assertThat(testimony.activations()).isEqualTo(2);
        assertThat(testimony.longestOutage("JVM")).isEqualTo(Duration.ofNanos(10));
    }

    @Test
    void givenTwoNodesAtOnce_whenChecked_thenItIsFoundWhicheverProcessItIs() {
        var testimony = new Testimony(List.of(run("NodeA", "JVM", 1, 100, 200), run("NodeB", "COMMAND", 2, 150, 400)));

        assertThat(testimony.faults()).singleElement().asString().contains("two at once");
    }

    @Test
    void givenTwoRunsOfOneProcessOnOneNode_whenChecked_thenItIsFound() {
        var testimony = new Testimony(List.of(run("NodeA", "JVM", 1, 100, 200), run("NodeA", "JVM", 1, 150, 400)));

        assertThat(testimony.faults()).singleElement().asString().contains("two at once");
    }

    @Test
    void givenAFrozenRunWhoseBeatsHadEnded_whenTheKernelSaidItWasAlive_thenItIsFound() {
        var frozen = run("NodeA", "JVM", 1, 100, 200);
        var second = new Run("NodeB", "JVM", 7, 2, 300, 400, List.of("NodeA/JVM"));

        assertThat(new Testimony(List.of(frozen, second)).faults())
                .singleElement()
                .asString()
                .contains("were alive: [NodeA/JVM]");
    }

    @Test
    void givenANodeThatWasPaused_whenAnotherTookOver_thenItMayGoOnForAMomentAndNotLonger() {
        var second = new Run("NodeB", "JVM", 7, 2, 300, 400, List.of("NodeA/JVM"));
        var pause = new Pause("NodeA", 200, 310);
        long shortly = 310 + Duration.ofMillis(100).toNanos();
        long longer = 310 + Duration.ofMillis(501).toNanos();

        assertThat(after(run("NodeA", "JVM", 1, 100, shortly), second).faults(List.of(pause)))
                .isEmpty();
        assertThat(after(run("NodeA", "JVM", 1, 100, longer), second).faults(List.of(pause)))
                .singleElement()
                .asString()
                .contains("two at once");
        assertThat(after(run("NodeA", "JVM", 1, 100, shortly), second).faults(List.of(new Pause("NodeA", 301, 310))))
                .hasSize(2);
        assertThat(after(run("NodeA", "JVM", 1, 100, shortly), second).faults(List.of(new Pause("NodeC", 200, 310))))
                .hasSize(2);
    }

    private static Testimony after(Run first, Run second) {
        return new Testimony(List.of(first, second));
    }

    @Test
    void givenAnEpochThatGoesBackOrIsShared_whenChecked_thenItIsFound() {
        var back = new Testimony(List.of(run("NodeA", "JVM", 2, 100, 200), run("NodeB", "JVM", 1, 300, 400)));
        var shared = new Testimony(List.of(run("NodeA", "JVM", 2, 100, 200), run("NodeB", "JVM", 2, 300, 400)));

        assertThat(back.faults()).singleElement().asString().contains("went back");
        assertThat(shared.faults()).singleElement().asString().contains("under one token");
    }

    @Test
    void givenTheFileOfARun_whenRead_thenItIsThatRun() {
        var text = "node=NodeA process=JVM pid=12 epoch=34 start=56 alive=NodeB/JVM,NodeB/COMMAND\n78      \n";

        assertThat(Testimony.parse(text))
                .contains(new Run("NodeA", "JVM", 12, 34, 56, 78, List.of("NodeB/JVM", "NodeB/COMMAND")));
        assertThat(Testimony.parse(text.replace("alive=NodeB/JVM,NodeB/COMMAND", "alive="))
                        .orElseThrow()
                        .alive())
                .isEmpty();
        assertThat(Testimony.parse(text.substring(0, 30))).isEmpty();
    }

    private static Run run(String node, String process, long epoch, long start, long lastBeat) {
        return new Run(node, process, 1, epoch, start, lastBeat, List.of());
    }
}
