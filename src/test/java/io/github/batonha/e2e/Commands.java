package io.github.batonha.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end, with a deadline, and keeps what they printed. */
public final class Commands {
    private static final Duration DEADLINE = Duration.ofMinutes(4);

    private Commands() {}

    public record Result(List<String> command, int exit, String out, String err) {
        /** Fails the test with all that was printed when the command did not exit 0. */
        public Result orFail() {
            if (exit != 0) {
                throw new AssertionError("%s exited %d%n%s%n%s".formatted(command, exit, out, err));
            }
            return this;
        }
    }

    public static Result run(List<String> command, Map<String, String> environment) {
        return run(command, environment, "");
    }

    public static Result run(List<String> command, Map<String, String> environment, String input) {
        return run(DEADLINE, command, environment, input);
    }

    /** Of a script that takes its time. */
    static Result run(Duration deadline, List<String> command, Map<String, String> environment, String input) {
        try {
            Path out = Files.createTempFile("e2e", ".out");
            Path err = Files.createTempFile("e2e", ".err");
            Path in = Files.writeString(Files.createTempFile("e2e", ".in"), input);
            try {
                var builder = new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                if (!process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("%s did not end within %s%n%s%n%s"
                            .formatted(command, deadline, Files.readString(out), Files.readString(err)));
                }
                return new Result(command, process.exitValue(), read(out), read(err));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
                Files.deleteIfExists(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Tells a program to end, and kills one that does not within 20 s. */
    static void end(Process program) {
        program.destroy();
        try {
            if (!program.waitFor(20, TimeUnit.SECONDS)) {
                program.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
