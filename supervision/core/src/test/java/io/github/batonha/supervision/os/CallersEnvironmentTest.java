package io.github.batonha.supervision.os;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersEnvironmentTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "pässwörd €", "😀 and after", "\uFFFD"})
    void givenUtf8_whenDecoded_thenItIsThatText(String text) {
        assertThat(ByteText.decode(text.getBytes(UTF_8))).isEqualTo(text);
        assertThat(ByteText.encode(text)).isEqualTo(text.getBytes(UTF_8));
        assertThat(ByteText.isUtf8(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p\u00e4ss",
                "\u00ff\u00fe",
                "\u00e4",
                "half of two \u00c3",
                "\u00f0\u009f\u0098",
                "\u00c3\u00a4 and \u00e4"
            })
    void givenOtherBytes_whenDecodedAndEncoded_thenNoneIsLost(String latin1) {
        var bytes = latin1.getBytes(ISO_8859_1);

        var text = ByteText.decode(bytes);

        assertThat(ByteText.isUtf8(text)).isFalse();
        assertThat(ByteText.encode(text)).isEqualTo(bytes);
    }

    @Test
    void givenVariablesThatTheLauncherKept_whenRestored_thenEachIsAsTheCallerHadIt() {
        var variables = new HashMap<>(Map.of(
                "BATON_CALLERS", "kept",
                "BATON_CALLERS_JAVA_TOOL_OPTIONS", "-XX:+UseG1GC",
                "BATON_CALLERS__JAVA_OPTIONS", "",
                "LC_ALL", "C.UTF-8",
                "HOME", "/root"));

        CallersEnvironment.restore(variables);

        assertThat(variables)
                .containsOnly(
                        Map.entry("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC"),
                        Map.entry("_JAVA_OPTIONS", ""),
                        Map.entry("HOME", "/root"));
    }

    @Test
    void givenNoLauncher_whenRestored_thenNothingChanges() {
        var variables = new HashMap<>(Map.of("LC_ALL", "C", "JAVA_TOOL_OPTIONS", "-Da=b"));

        CallersEnvironment.restore(variables);

        assertThat(variables).containsOnly(Map.entry("LC_ALL", "C"), Map.entry("JAVA_TOOL_OPTIONS", "-Da=b"));
    }

    /** A JVM of its own in the locale C, in which no text but ASCII is decoded. */
    @Test
    void givenTheLocaleC_whenReadAndPassedOn_thenTheNextProcessGetsTheSameBytes() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin/java");
        var script = "LC_ALL=C UTF8=$(printf 'p\\303\\244ss') LATIN1=$(printf 'p\\344ss') exec %s -cp %s '%s' %s"
                .formatted(java, System.getProperty("java.class.path"), PassesOn.class.getName(), folder);

        var process = new ProcessBuilder("sh", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jvm.log").toFile())
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("jvm.log")))
                .isZero();
        var variables = new String(Files.readAllBytes(folder.resolve("out")), ISO_8859_1).lines();
        assertThat(variables).contains("UTF8=p\u00c3\u00a4ss", "LATIN1=p\u00e4ss", "LC_ALL=C");
    }

    /** Starts {@code env} with the environment that it was called in itself. */
    static final class PassesOn {

        public static void main(String[] args) throws Exception {
            var folder = Path.of(args[0]);
            try (var exits = new ExitWatch()) {
                var request = new SpawnRequest(
                        List.of(),
                        List.of("env"),
                        CallersEnvironment.read(),
                        folder,
                        folder.resolve("out"),
                        folder.resolve("err"));
                var spawned = (SpawnResult.Spawned) Spawn.start(request);
                var exit = new CompletableFuture<Exit>();
                exits.watch(spawned.process(), exit::complete);
                System.exit(exit.get(30, TimeUnit.SECONDS).equals(new Exit.Status(0)) ? 0 : 1);
            }
        }
    }
}
