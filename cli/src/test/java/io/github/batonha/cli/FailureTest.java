package io.github.batonha.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.cli.command.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {

    @TempDir
    private Path folder;

    @Test
    void givenWhatNobodyThoughtOf_whenItFails_thenItSaysWhere() {
        assertThat(said(new NullPointerException()))
                .startsWith("baton: java.lang.NullPointerException\n  -> this is a bug in baton")
                .contains("at io.github.batonha.cli.FailureTest.givenWhatNobodyThoughtOf_whenItFails_thenItSaysWhere");
    }

    @Test
    void givenAFailureWithItsReason_whenItIsSaid_thenThatIsAll() {
        assertThat(said(new IOException("the disk is full"))).isEqualTo("baton: the disk is full\n");
    }

    private String said(Exception problem) {
        var err = new ByteArrayOutputStream();
        var context = new Cli(folder)
                .context(new PrintStream(new ByteArrayOutputStream(), true, UTF_8), new PrintStream(err, true, UTF_8));
        assertThat(Failure.say(problem, context)).isEqualTo(ExitCode.FAILED.number());
        return err.toString(UTF_8);
    }
}
