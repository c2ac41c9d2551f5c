package io.github.batonha.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupCachesTest {

    /** An agent that lives until it is stopped, and commands that succeed; each leaves the cache that it is asked for. */
    private static final String LAUNCHER = """
            #!/bin/sh
            for word in ${BATON_JAVA_OPTS:-}; do case $word in -XX:AOTCacheOutput=*) : > "${word#-XX:AOTCacheOutput=}" ;; esac; done
            case $1 in node) trap 'exit 0' TERM; while :; do sleep 0.02; done ;; esac
            """;

    @TempDir
    Path installation;

    @BeforeEach
    void install() throws IOException {
        var bin = Files.createDirectories(installation.resolve("bin"));
        var launcher = Files.writeString(bin.resolve("baton"), LAUNCHER);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(installation.resolve("lib/baton"));
        System.setProperty("baton.caches", installation.resolve("cache/jdk").toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty("baton.caches");
    }

    @Test
    void givenATerminal_whenCachesAreMade_thenEachStepIsShownAndTheLineIsRemoved() {
        var result = new Cli(installation).onTerminal("").run("warm-up");

        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .containsSubsequence(
                        "\r\u001b[KStart-up caches, 1 of 4: a small system to record …",
                        "\r\u001b[KStart-up caches, 2 of 4: the agent's cache: the agent starts …",
                        "\r\u001b[KStart-up caches, 3 of 4: the commands' cache …",
                        "\r\u001b[KStart-up caches, 4 of 4: the agent's cache: the agent writes it and ends …",
                        "\r\u001b[KStart-up caches made in ");
        assertThat(installation.resolve("cache/jdk/agent.aot")).exists();
        assertThat(installation.resolve("cache/jdk/command.aot")).exists();
    }

    @Test
    void givenNoTerminal_whenCachesAreMade_thenOnlyTheResultIsPrinted() {
        var result = new Cli(installation).run("warm-up");

        assertThat(result.out()).startsWith("Start-up caches made in ").doesNotContain("of 4", "\r");
    }

    @Test
    void givenATerminalAndJson_whenCachesAreMade_thenOnlyJsonIsPrinted() {
        var result = new Cli(installation).onTerminal("").run("warm-up", "--output", "json");

        assertThat(result.out()).startsWith("{\"made\":true,").hasLineCount(1);
    }

    @Test
    void givenCachesThatAreFresh_whenWarmedUp_thenNoStepIsShown() {
        new Cli(installation).run("warm-up");

        var result = new Cli(installation).onTerminal("").run("warm-up");

        assertThat(result.out()).startsWith("The start-up caches are fresh");
    }
}
