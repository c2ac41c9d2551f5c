package io.github.batonha.conf.secrets;

import io.github.batonha.conf.parsing.ShellWords;
import io.github.batonha.conf.parsing.ShellWords.Split;
import io.github.batonha.supervision.secrets.Masking;
import io.github.batonha.supervision.secrets.VisibleText;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs the command that prints the key, as the client of a vault does. It has the agent's environment and no standard input. */
final class KeyCommand {

    private static final Duration WITHIN = Duration.ofSeconds(10);
    /** Far more than a key: what is longer is none. */
    private static final int MOST_BYTES = 4096;

    private static final int MOST_SHOWN = 200;

    /** What became of it: the text that it printed, or why there is none. */
    sealed interface Result {

        record Printed(String text) implements Result {
            @Override
            public String toString() {
                return "Printed[not shown]";
            }
        }

        record Failed(String reason) implements Result {}
    }

    private KeyCommand() {}

    /** Blocks until the command has ended, 10 s at most. */
    static Result run(String command, Map<String, String> environment) {
        return switch (ShellWords.split(command)) {
            case Split.Words(var words) when words.isEmpty() -> new Result.Failed("names no program");
            case Split.Words(var words) -> run(words, environment);
            case Split.Refused(var reason) -> new Result.Failed(reason);
        };
    }

    private static Result run(List<String> words, Map<String, String> environment) {
        try {
            var builder = new ProcessBuilder(words).redirectInput(new File("/dev/null"));
            builder.environment().clear();
            builder.environment().putAll(environment);
            return result(builder.start());
        } catch (IOException e) {
            return new Result.Failed("can't be executed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Failed("was not waited for: the agent ends");
        }
    }

    private static Result result(Process process) throws InterruptedException {
        try {
            var out = read(process.getInputStream());
            var error = read(process.getErrorStream());
            if (!process.waitFor(WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Result.Failed("did not end within %d s".formatted(WITHIN.toSeconds()));
            }
            return process.exitValue() == 0
                    ? new Result.Printed(out.join().strip())
                    : new Result.Failed("ended with %d%s".formatted(process.exitValue(), quoted(error.join())));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            } catch (IOException ended) {
                return "";
            }
        });
    }

    private static String quoted(String error) {
        var text = VisibleText.of(Masking.of(error.strip()));
        return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(text.length(), MOST_SHOWN));
    }
}
