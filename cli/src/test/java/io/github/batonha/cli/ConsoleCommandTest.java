package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleCommandTest {

    @TempDir
    Path home;

    @Test
    void givenAnAgentWithoutASocket_whenAskedForItsConsole_thenTheLinkHasNoLogin() {
        try (var _ = new FakeAgent(home, "NodeA")) {
            var result = new Cli(home).run("console");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out().lines().findFirst().orElse("")).matches("http://[0-9.]+:\\d+/console");
            assertThat(result.out()).contains("baton token create");
            assertThat(new Cli(home).run("console", "--output", "json").out())
                    .matches("\\{\"url\":\"http://[0-9.]+:\\d+/console\"}\\R");
        }
    }

    @Test
    void givenNoAgent_whenAskedForItsConsole_thenItIsNotReached() {
        assertThat(new Cli(home).run("console").exitCode()).isEqualTo(69);
    }
}
