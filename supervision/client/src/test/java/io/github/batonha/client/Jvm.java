package io.github.batonha.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM that a test starts, in a session of its own as baton starts it; ended with everything in it by {@link #close()}. */
final class Jvm implements AutoCloseable {

    static final Path OWN = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Process process;
    private final Path out;
    private final Path err;

    private Jvm(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** The test's own java, and that of a JDK 17 where the machine has one. */
    static Stream<Path> installed() throws IOException {
        Path folder = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(folder)) {
            return Stream.of(OWN);
        }
        try (var found = Files.list(folder)) {
            Stream<Path> old = found
                    .filter(path -> path.getFileName().toString().contains("17"))
                    .map(path -> path.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .limit(1)
                    .toList()
                    .stream();
            return Stream.concat(Stream.of(OWN), old);
        }
    }

    static Jvm start(Path java, Path folder, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid", "--wait", java.toString()));
        command.addAll(List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of(arguments));
        return start(folder, environment, command);
    }

    static Jvm start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".log");
        Path err = Files.createTempFile(folder, "err", ".log");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BATON_") || name.startsWith("JAVA_TOOL"));
        builder.environment().putAll(environment);
        return new Jvm(builder.start(), out, err);
    }

    static Map<String, String> environment(Path page, long epoch) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("BATON_PRIMARY_ONLY", "1");
        environment.put("BATON_LEASE_PAGE", page.toString());
        environment.put("BATON_EPOCH", Long.toString(epoch));
        return environment;
    }

    /** The exit status, as a shell shows it. */
    int awaitExit() throws Exception {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs after 60 s; standard error: " + err());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** Sends a signal to the JVM alone. */
    void signal(String name) throws Exception {
        var kill = new ProcessBuilder("kill", "-s", name, Long.toString(jvm().pid())).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("can't send " + name);
        }
    }

    /** The JVM itself: setsid stays in front of it where it had to fork, and gives its place up where not. */
    private ProcessHandle jvm() {
        return process.children().findFirst().orElse(process.toHandle());
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        // What a failed test has left without a parent still names the test's own page in its environment.
        ProcessHandle.allProcesses().filter(this::isOfThisTest).forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isOfThisTest(ProcessHandle other) {
        try {
            Path environ = Path.of("/proc", Long.toString(other.pid()), "environ");
            String page = "BATON_LEASE_PAGE=" + out.getParent();
            return new String(Files.readAllBytes(environ), StandardCharsets.UTF_8).contains(page);
        } catch (IOException endedOrNotOurs) {
            return false;
        }
    }
}
