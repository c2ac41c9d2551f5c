package io.github.batonha.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Progress;
import io.github.batonha.cli.primary.ProgressPrinter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void show(Cli cli) {
        var printer = new ProgressPrinter(cli.context(new PrintStream(out, true, UTF_8), System.err));
        for (var second = 0; second <= 12; second++) {
            printer.show(new Progress(
                    Progress.Phase.WAIT,
                    (12 - second) + " s to go",
                    second * 1000L,
                    Progress.Outcome.RUNNING,
                    "",
                    List.of()));
        }
        printer.show(new Progress(
                Progress.Phase.COMMIT, "NodeB is assigned", 12_000, Progress.Outcome.RUNNING, "", List.of()));
    }

    @Test
    void givenAPipe_whenAWaitIsCountedDown_thenItIsToldEveryFiveSeconds() {
        show(new Cli(Path.of("")));

        assertThat(out.toString(UTF_8)).isEqualTo("""
                   0.0 s  wait     12 s to go
                   5.0 s  wait     7 s to go
                  10.0 s  wait     2 s to go
                  12.0 s  commit   NodeB is assigned
                """);
    }

    @Test
    void givenATerminal_whenAWaitIsCountedDown_thenItStaysOnOneLine() {
        show(new Cli(Path.of("")).onTerminal("").with("NO_COLOR", "1"));

        assertThat(out.toString(UTF_8))
                .startsWith("   0.0 s  wait     12 s to go\n\u001b[1A\u001b[2K   1.0 s  wait     11 s to go\n")
                .endsWith("\u001b[1A\u001b[2K  12.0 s  wait     0 s to go\n  12.0 s  commit   NodeB is assigned\n");
    }
}
