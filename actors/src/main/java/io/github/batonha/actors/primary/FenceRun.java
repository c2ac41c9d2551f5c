package io.github.batonha.actors.primary;

import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.supervision.os.CallersEnvironment;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.os.Signal;
import io.github.batonha.supervision.primary.model.FenceResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a fence command, without a shell, in the home's folder. At its time-out it is killed with all that descends from it or
 * carries its mark, and counts as failed.
 */
final class FenceRun {

    private static final Logger log = LoggerFactory.getLogger(FenceRun.class);

    /** In the environment of the command and of all that it starts, with a value of its own for each run. */
    private static final String MARK = "BATON_FENCE_RUN";

    private static final int MOST_OUTPUT = 4000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final FenceCommand command;
    private final Path home;
    private final Map<String, String> variables;
    private final String mark = UUID.randomUUID().toString();

    /** @param variables what the command is told, in addition to the agent's own environment */
    FenceRun(FenceCommand command, Path home, Map<String, String> variables) {
        this.command = command;
        this.home = home;
        this.variables = Map.copyOf(variables);
    }

    /** Why the program can't be executed, as far as can be seen without executing it. Looks at files. */
    static Optional<String> obstacle(FenceCommand command, Path home) {
        var name = command.argv().getFirst();
        if (name.contains("/")) {
            var program = home.resolve(name);
            return Files.isRegularFile(program) && Files.isExecutable(program)
                    ? Optional.empty()
                    : Optional.of("%s is no program that this user may run".formatted(program));
        }
        var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        var isThere = Arrays.stream(path.split(":"))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, name)));
        return isThere ? Optional.empty() : Optional.of("%s is in no directory of PATH (%s)".formatted(name, path));
    }

    /** Blocks until the command has ended or was ended. */
    FenceResult run() {
        var begun = System.nanoTime();
        try {
            var process = start();
            var output = new Tail(process.getInputStream());
            var reader = Thread.ofVirtual().name("fence-output").start(output);
            var ended = process.waitFor(command.within().toMillis(), TimeUnit.MILLISECONDS);
            var took = Duration.ofNanos(System.nanoTime() - begun);
            if (!ended) {
                kill(process);
            }
            reader.join(LAST_WORDS);
            if (ended && process.exitValue() == 0) {
                return new FenceResult.Off(took);
            }
            var why = ended
                    ? "exit status %d after %s".formatted(process.exitValue(), seconds(took))
                    : "it did not end within %s and was killed".formatted(seconds(command.within()));
            return new FenceResult.Failed(why, output.text());
        } catch (IOException e) {
            return new FenceResult.Failed("it can't be executed: " + e.getMessage(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new FenceResult.Failed("the agent ended meanwhile", "");
        }
    }

    private Process start() throws IOException {
        var argv = new ArrayList<>(command.argv());
        if (argv.getFirst().contains("/")) {
            argv.set(0, home.resolve(argv.getFirst()).toString());
        }
        var builder = new ProcessBuilder(argv)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        CallersEnvironment.restore(builder.environment());
        builder.environment().putAll(variables);
        builder.environment().put(MARK, mark);
        return builder.start();
    }

    /** Until two lists in a row show nothing of it, or for a few seconds: what hides from that is logged. */
    private void kill(Process process) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        for (var clean = 0; clean < 2 && System.nanoTime() - deadline < 0; ) {
            var table = ProcessTable.read();
            var roots = new HashSet<>(table.marked(marks -> mark.equals(marks.get(MARK))));
            var left = table.withDescendants(roots);
            left.forEach(each -> each.signal(Signal.KILL));
            process.destroyForcibly();
            clean = left.isEmpty() ? clean + 1 : 0;
            var _ = process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        if (process.isAlive()) {
            log.error("A fence command that hangs could not be killed pid={}", process.pid());
        }
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /** Reads all there is and keeps the end of it. */
    private static final class Tail implements Runnable {

        private final InputStream in;
        private final StringBuilder text = new StringBuilder();

        Tail(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            var bytes = new byte[4096];
            try {
                for (var n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    keep(new String(bytes, 0, n, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                log.debug("The output of a fence command ended", e);
            }
        }

        private synchronized void keep(String read) {
            text.append(read);
            if (text.length() > MOST_OUTPUT) {
                text.delete(0, text.length() - MOST_OUTPUT);
            }
        }

        synchronized String text() {
            return text.toString().strip();
        }
    }
}
