package io.github.batonha.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.audit.Act;
import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.cli.Cli;
import io.github.batonha.cli.agent.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {

    @TempDir
    private Path home;

    private Path logs;

    @BeforeEach
    void write() throws IOException {
        logs = Files.createDirectories(home.resolve("logs/NodeA"));
        var run = Files.createDirectories(home.resolve("run/NodeA"));
        var now = Cli.CLOCK.instant();
        try (var audit =
                AuditLog.of(logs, run, 1 << 20, InstantSource.fixed(now.minus(Duration.ofHours(3))), () -> 0)) {
            var drain = new Act("token:ci", "OPERATOR", "127.0.0.1", "POST /api/v1/drain", "{\"a\":1}", "r1");
            audit.after(audit.before(drain), drain, "done", "drained");
        }
        try (var audit = AuditLog.of(logs, run, 1 << 20, InstantSource.fixed(now), () -> 0)) {
            audit.before(new Act("os:alice", "ADMIN", "unix socket", "POST /api/v1/primary", "\u001b[31m", "r2"));
            audit.refused(new Act("", "", "10.0.0.9", "POST /api/v1/apply", "", "r3"), 401);
        }
    }

    private Cli.Result run(String... words) {
        return new Cli(home).with("BATON_HOME", home.toString()).run(words);
    }

    @Test
    void whenShown_thenEachLineIsThereAndNothingActsOnATerminal() {
        var shown = run("audit", "show");

        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out().lines()).hasSize(4);
        assertThat(shown.out()).contains("token:ci").contains("of 1 POST /api/v1/drain done drained");
        assertThat(shown.out()).doesNotContain("\u001b");
    }

    @Test
    void whenFiltered_thenTheOthersAreLeftOut() {
        assertThat(run("audit", "show", "--since", "1h").out().lines()).hasSize(2);
        assertThat(run("audit", "show", "--who", "ci").out().lines()).hasSize(2);
        assertThat(run("audit", "show", "--refused").out()).contains("10.0.0.9").hasLineCount(1);
        assertThat(run("audit", "show", "--since", "soon").exitCode()).isEqualTo(64);
    }

    @Test
    void whenAskedForJson_thenEachLineIsARecord() {
        var line =
                Json.parse(run("audit", "show", "--refused", "--output", "json").out());

        assertThat(line.text("node")).isEqualTo("NodeA");
        assertThat(line.text("result")).isEqualTo("401");
        assertThat(line.number("number")).isEqualTo(4);
    }

    @Test
    void givenAnIntactAudit_whenVerified_thenItSaysSo() {
        var verified = run("audit", "verify");

        assertThat(verified.out()).startsWith("NodeA: intact, lines 1 to 4");
        assertThat(verified.exitCode()).isZero();
        assertThat(run("audit", "verify", logs.resolve("audit.jsonl").toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void givenAChangedLine_whenVerified_thenItNamesFileAndLine() throws IOException {
        var file = logs.resolve("audit.jsonl");
        Files.writeString(file, Files.readString(file).replace("token:ci", "token:xy"));

        var verified = run("audit", "verify");
        var json = Json.parse(run("audit", "verify", "--output", "json").out());

        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.out()).contains("line 2 of " + file);
        assertThat(json.flag("intact")).isFalse();
        assertThat(json.number("line")).isEqualTo(2);
    }

    @Test
    void givenNoFileAnyMore_whenVerified_thenTheMissingEndIsNamed() throws IOException {
        Files.delete(logs.resolve("audit.jsonl"));

        var verified = run("audit", "verify");

        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.out()).contains("up to number 4");
    }

    @Test
    void givenAHomeWithoutAudit_whenVerified_thenItSaysWhere() throws IOException {
        var empty = Files.createDirectory(home.resolve("empty"));

        var verified = run("audit", "verify", "--home", empty.toString());

        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.err()).contains("There is no audit in");
    }
}
