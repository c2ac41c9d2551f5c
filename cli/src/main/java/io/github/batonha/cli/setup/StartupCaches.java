package io.github.batonha.cli.setup;

import io.github.batonha.cli.command.CommandContext;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The start-up caches of an installation (JEP 483 and JEP 514, ahead-of-time class loading and linking): one for the
 * agent, one for the short commands, for the JDK that made them. The launcher uses what is there; without them everything works
 * and starts slower. They are recorded on the real thing: an agent of a throw-away home at an address of the loopback interface that nobody else has, and {@code
 * mon} asked of it.
 */
final class StartupCaches {
    static final String AGENT = "agent.aot";
    static final String COMMAND = "command.aot";

    /** Names the installation that the caches were made for: a JVM refuses them in a copy of it, and complains at each start. */
    private static final String MADE_FOR = "made-for";

    /** With options, so that the parser is learnt, too; such that all rows are shown. */
    private static final String[] MON = {"mon", "--healthy", "--running", "--unhealthy"};

    /** What Nagios calls again and again, beside {@code mon}: of the node, with limits for processes, of sessions and of the cluster. */
    private static final String CHECKS = "check,node;check,process,--all,-w,80,-c,90;check,sessions;check,cluster";

    private static final int HEALTH_PORT = 8559;
    private static final int SCRAPE_MILLIS = 5000;
    private static final Duration UP_WITHIN = Duration.ofMinutes(2);
    private static final Duration DOWN_WITHIN = Duration.ofMinutes(3);

    /** The steps of making both, in their order. */
    enum Step {
        PREPARE(1, "a small system to record"),
        START(2, "the agent's cache: the agent starts"),
        COMMANDS(3, "the commands' cache"),
        SAVE(4, "the agent's cache: the agent writes it and ends");

        private final int number;
        private final String text;

        Step(int number, String text) {
            this.number = number;
            this.text = text;
        }

        /** {@code 2 of 4: …}. */
        @Override
        public String toString() {
            return "%d of %d: %s".formatted(number, values().length, text);
        }
    }

    private final CommandContext context;
    private final Path launcher;
    private final Path folder;

    private StartupCaches(CommandContext context, Path launcher, Path folder) {
        this.context = context;
        this.launcher = launcher;
        this.folder = folder;
    }

    /** Those of the installation that runs; empty where this does not run from one, as in tests. */
    static Optional<StartupCaches> of(CommandContext context) {
        Path launcher = context.installation().resolve("bin/baton");
        Path folder = Path.of(System.getProperty("baton.caches", ""));
        return Files.isExecutable(launcher) && folder.isAbsolute()
                ? Optional.of(new StartupCaches(context, launcher, folder))
                : Optional.empty();
    }

    Path folder() {
        return folder;
    }

    /**
     * Whether both are there and no jar came into its place later. Times of modification don't tell: those of jars are the same in
     * every build of a release.
     */
    boolean areFresh() {
        try (Stream<Path> jars = Files.walk(context.installation().resolve("lib/baton"))) {
            if (!Files.readString(folder.resolve(MADE_FOR)).equals(madeFor())) {
                return false;
            }
            var made = Collections.min(List.of(changed(folder.resolve(AGENT)), changed(folder.resolve(COMMAND))));
            for (var jar : (Iterable<Path>) jars::iterator) {
                if (changed(jar).compareTo(made) > 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String madeFor() {
        return context.installation() + "\n";
    }

    private static FileTime changed(Path file) throws IOException {
        return (FileTime) Files.getAttribute(file, "unix:ctime");
    }

    /**
     * Makes both, which takes from some seconds to a minute on a busy machine. Nothing is changed where it fails.
     *
     * @param progress is told of each step when it begins
     * @return false if another process is making them
     * @throws IOException if the folder can't be written, or the agent does not start or end in time
     */
    boolean make(Consumer<Step> progress) throws IOException {
        Files.createDirectories(folder);
        try (var lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var held = lock.tryLock();
            if (held == null) {
                return false;
            }
            Path home = Files.createTempDirectory("baton-warm-up");
            try {
                // Of other jars: a JVM that is given them does without, complains, and starts slower than with none.
                Files.deleteIfExists(folder.resolve(AGENT));
                Files.deleteIfExists(folder.resolve(COMMAND));
                record(home, progress);
            } finally {
                delete(home);
            }
            return true;
        }
    }

    private void record(Path home, Consumer<Step> progress) throws IOException {
        progress.accept(Step.PREPARE);
        var address = define(home);
        run(home, Map.of(), "install", "--no-caches");
        Path agentCache = home.resolve(AGENT);
        Path commandCache = home.resolve(COMMAND);
        progress.accept(Step.START);
        var agent = start(home, Map.of("BATON_JAVA_OPTS", "-XX:AOTCacheOutput=" + agentCache), "node");
        var whenToldToEnd = new Thread(() -> endAndDelete(agent, home));
        Runtime.getRuntime().addShutdownHook(whenToldToEnd);
        try {
            awaitAnswer(home, agent);
            progress.accept(Step.COMMANDS);
            run(
                    home,
                    Map.of("BATON_JAVA_OPTS", "-XX:AOTCacheOutput=%s -Dbaton.also=%s".formatted(commandCache, CHECKS)),
                    MON);
            scrape(address);
            progress.accept(Step.SAVE);
        } finally {
            agent.destroy();
            await(agent, DOWN_WITHIN);
            forget(whenToldToEnd);
        }
        for (Path cache : List.of(agentCache, commandCache)) {
            Path made = folder.resolve(cache.getFileName() + ".new");
            Files.copy(cache, made, StandardCopyOption.REPLACE_EXISTING);
            Files.move(made, folder.resolve(cache.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.writeString(folder.resolve(MADE_FOR), madeFor());
    }

    /** Where this command is told to end, its agent would go on for ever. */
    private static void endAndDelete(Process agent, Path home) {
        try {
            agent.destroy();
            await(agent, DOWN_WITHIN);
            delete(home);
        } catch (IOException | UncheckedIOException e) {
            System.err.printf("baton: the agent that recorded the start-up caches may be left, in %s: %s%n", home, e);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException itRuns) {
            return;
        }
    }

    /**
     * In both forms, so that a request for metrics finds its classes loaded: that would be most of the first one's time. Where the agent
     * does not answer, the cache goes without them.
     */
    private static void scrape(String address) {
        for (var accept : List.of("text/plain", "application/openmetrics-text")) {
            try {
                var connection = URI.create("http://%s:%d/metrics".formatted(address, HEALTH_PORT))
                        .toURL()
                        .openConnection(Proxy.NO_PROXY);
                connection.setConnectTimeout(SCRAPE_MILLIS);
                connection.setReadTimeout(SCRAPE_MILLIS);
                connection.setRequestProperty("Accept", accept);
                try (var in = connection.getInputStream()) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            } catch (IOException withoutThem) {
                return;
            }
        }
    }

    /** Returns the address of the node. */
    private static String define(Path home) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        var random = ThreadLocalRandom.current();
        String address =
                "127.%d.%d.%d".formatted(random.nextInt(128, 255), random.nextInt(255), random.nextInt(1, 255));
        Files.writeString(home.resolve("conf/warm-up-system-definition.kts"), """
                systemDefinition {
                    systems {
                        system(name = "WARM_UP") {
                            hosts { host(name = "WARM_UP") { item(name = "Address", value = "%s") } }
                        }
                    }
                }
                """.formatted(address));
        Files.writeString(home.resolve("conf/warm-up-processes.xml"), """
                <processes>
                    <process name="SLEEPER">
                        <start>true</start>
                        <scheduleRestart>true</scheduleRestart>
                        <command>sleep 1000</command>
                    </process>
                </processes>
                """);
        return address;
    }

    private void awaitAnswer(Path home, Process agent) throws IOException {
        long end = System.nanoTime() + UP_WITHIN.toNanos();
        while (await(start(home, Map.of(), "mon"), UP_WITHIN) != 0) {
            if (!agent.isAlive() || System.nanoTime() > end) {
                throw new IOException("the agent that writes the start-up cache did not start: " + tail(home));
            }
        }
    }

    private void run(Path home, Map<String, String> environment, String... words) throws IOException {
        int exit = await(start(home, environment, words), DOWN_WITHIN);
        if (exit != 0) {
            throw new IOException("`baton %s` exited %d: %s".formatted(words[0], exit, tail(home)));
        }
    }

    private Process start(Path home, Map<String, String> environment, String... words) throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output(home).toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("BATON_"));
        builder.environment().putAll(environment);
        builder.environment().put("BATON_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("BATON_HOME", home.toString());
        builder.environment().put("BATON_NODE", "WARM_UP");
        return builder.start();
    }

    private static int await(Process process, Duration within) throws IOException {
        try {
            if (process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly().waitFor();
            throw new IOException("it did not end within " + within.toSeconds() + " s");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static Path output(Path home) {
        return home.resolve("output");
    }

    private static String tail(Path home) throws IOException {
        String text = Files.readString(output(home));
        return text.substring(Math.max(0, text.length() - 2000)).strip();
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
        }
    }
}
