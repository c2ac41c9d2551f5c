package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir
    Path folder;

    @Test
    void givenNothing_whenTheWalkthroughIsAskedFor_thenItPlaysTheStoryAndLeavesNothingBehind() {
        Path home = folder.resolve("demo");

        var played = Commands.run(
                List.of(Distribution.baton(), "demo", "--walkthrough", "--home", home.toString()), Map.of());

        assertThat(played.orFail().out())
                .contains("NodeA DOWN")
                .contains("never two at once")
                .containsPattern("\nhttp://127\\.0\\.0\\.2:8558/console#login=login\\.[\\w.-]+\n")
                .doesNotContain("\u001b[");
        for (String node : List.of("NodeA", "NodeB")) {
            assertThat(ProcFs.withVariable(
                            "BATON_RUN_DIR", home.resolve("run/" + node).toString()))
                    .isEmpty();
        }
    }
}
