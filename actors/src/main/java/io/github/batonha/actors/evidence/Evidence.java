package io.github.batonha.actors.evidence;

import io.github.batonha.actors.launch.AuxiliaryProcess;
import io.github.batonha.actors.launch.LeashedCommand;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.Signal;
import io.github.batonha.supervision.run.LaunchDigest;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.StartRequest;
import io.github.batonha.supervision.run.Wrapper;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.Launching;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what a run does that does not work, before it is ended: thread dump and class histogram of a JVM, what the kernel says of
 * it, and its last lines, in {@code logs/NODE/evidence/PROCESS-TIME/}. Each part has a deadline and a size; all of them together stay
 * below the time that the life cycle waits for.
 */
public final class Evidence {

    private static final Logger log = LoggerFactory.getLogger(Evidence.class);

    private static final Duration TURN_WITHIN = Duration.ofSeconds(3);
    private static final Duration THREADS_WITHIN = Duration.ofSeconds(9);
    private static final Duration HEAP_WITHIN = Duration.ofSeconds(5);
    /** For a JVM to write its own dump where nobody can ask it for one. */
    private static final Duration DUMPS_ITSELF_WITHIN = Duration.ofSeconds(1);

    private static final long MOST_BYTES = 4 << 20;
    private static final int HISTOGRAM_LINES = 200;
    private static final int MOST_CHARACTERS = 200;
    /** When much fails at once, the JVMs that look must not take the machine from those that work. */
    private static final Semaphore TURNS = new Semaphore(2);

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final Run run;
    private final Path folder;
    private final List<String> found = new ArrayList<>();

    private Evidence(ProcessDeps deps, ChildSpec spec, Run run, Path folder) {
        this.deps = deps;
        this.spec = spec;
        this.run = run;
        this.folder = folder;
    }

    /** What was found, in one line for people, with the folder. Never fails. */
    public static CompletionStage<EvidenceTaken> take(ProcessDeps deps, ChildSpec spec, Run run) {
        return CompletableFuture.supplyAsync(() -> inTurn(deps, spec, run), Thread::startVirtualThread);
    }

    private static EvidenceTaken inTurn(ProcessDeps deps, ChildSpec spec, Run run) {
        var folder = EvidenceFolders.next(deps, spec.name());
        var hasTurn = false;
        try {
            Files.createDirectories(folder);
            hasTurn = TURNS.tryAcquire(TURN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return new Evidence(deps, spec, run, folder).take(hasTurn);
        } catch (IOException e) {
            return new EvidenceTaken("no evidence could be written to '%s' (%s)".formatted(folder, e), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new EvidenceTaken("", null);
        } finally {
            if (hasTurn) {
                TURNS.release();
            }
        }
    }

    private EvidenceTaken take(boolean hasTurn) {
        part(this::kernel);
        // What takes long may not come to its end.
        part(this::lastLines);
        part(() -> ofJvm(hasTurn));
        part(this::lastLines);
        part(() -> EvidenceFolders.tidy(deps, spec.name()));
        found.add(EvidenceFolders.where(deps, folder));
        var all = String.join("; ", found);
        log.warn("Took evidence of process={} run={} pid={}: {}", spec.name(), run.id(), run.pid(), all);
        return new EvidenceTaken(all, folder);
    }

    private interface Part {
        void take() throws IOException;
    }

    /** What one part fails with, a full disk or a file that can't be read, does not cost the others. */
    private void part(Part part) {
        try {
            part.take();
        } catch (IOException | RuntimeException e) {
            found.add("not all of it could be taken: " + e);
            log.warn("Could not take all evidence of process={} run={}", spec.name(), run.id(), e);
        }
    }

    private void ofJvm(boolean hasTurn) throws IOException {
        var jvm = Jvm.of(run.pid());
        if (jvm.isPresent() && !hasTurn) {
            found.add("no thread dump, as others were taken at the same time");
        } else if (jvm.isPresent()) {
            ask(jvm.get());
        }
    }

    private void kernel() throws IOException {
        var stat = ProcStat.of(run.pid());
        if (stat.filter(s -> s.state() == 'T').isPresent()) {
            found.add("it is stopped by a signal (SIGSTOP)");
        }
        for (var name : List.of("status", "wchan", "limits")) {
            try {
                Files.writeString(
                        folder.resolve("kernel.txt"),
                        "--- %s\n%s\n"
                                .formatted(name, Files.readString(Path.of("/proc", Long.toString(run.pid()), name))),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException notOurs) {
                log.debug("Could not read {} of pid={}", name, run.pid(), notOurs);
            }
        }
    }

    private void ask(Jvm jvm) throws IOException {
        if (ProcStat.of(jvm.pid()).filter(s -> s.state() == 'T').isPresent()) {
            return;
        }
        var threads = folder.resolve("threads.txt");
        var asked = jcmd(jvm, threads, THREADS_WITHIN, "Thread.print", "-l");
        if (!asked.isEmpty()) {
            found.add("no thread dump: " + asked);
            dumpItself(jvm);
            return;
        }
        deadlock(threads);
        var heap = folder.resolve("heap.txt");
        var counted = jcmd(jvm, heap, HEAP_WITHIN, "GC.class_histogram", "-all");
        if (!counted.isEmpty()) {
            found.add("no class histogram: " + counted);
        }
        head(heap);
    }

    /** Why it failed, or nothing. */
    private String jcmd(Jvm jvm, Path to, Duration within, String... command) {
        var tool = jvm.jcmd();
        if (tool.isEmpty()) {
            return "there is no jcmd beside its java, nor beside that of the agent: install a JDK";
        }
        var argv = new ArrayList<>(List.of(
                tool.get().toString(),
                "-J-Xmx64m",
                "-J-XX:+UseSerialGC",
                "-J-XX:TieredStopAtLevel=1",
                Long.toString(jvm.pid())));
        argv.addAll(List.of(command));
        return switch (Wrapper.of(asUser(spec.launching()))) {
            case Wrapper.Wrapped.Impossible(var reason) -> reason;
            case Wrapper.Wrapped.Through(var programs, var _) -> {
                var request = new StartRequest(
                        spec.name(),
                        programs,
                        argv,
                        Map.of("LC_ALL", "C.UTF-8"),
                        spec.directory(),
                        to,
                        to,
                        0,
                        () -> LaunchDigest.UNKNOWN);
                var ran = AuxiliaryProcess.run(deps, run, request, within);
                EvidenceFolders.cut(to, MOST_BYTES);
                yield switch (ran) {
                    case AuxiliaryProcess.Ended(var exit) ->
                        exit.equals(new Exit.Status(0)) ? "" : "jcmd: %s: %s".formatted(exit, complaint(to));
                    case AuxiliaryProcess.Failed(var reason) -> "jcmd " + reason;
                    case AuxiliaryProcess.TooLong(var reason, var _) -> "jcmd " + reason;
                };
            }
        };
    }

    /** Of a Java program: what stands above its stack. */
    private static String complaint(Path output) {
        try (var lines = Files.lines(output)) {
            return lines.filter(line -> line.length() > 1 && Character.isLetter(line.charAt(0)))
                    .findFirst()
                    .map(line -> line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…")
                    .orElse("");
        } catch (IOException | UncheckedIOException notText) {
            return "";
        }
    }

    private static Launching asUser(Launching launching) {
        return new Launching(launching.user(), 0, "", List.of(), List.of(), List.of());
    }

    /** Into its own log, from where its last lines are taken afterwards. One that does not expect the signal would be ended by it. */
    private void dumpItself(Jvm jvm) {
        if (jvm.catchesQuit() && new OsProcess(jvm.pid(), jvm.startTicks()).signal(Signal.QUIT)) {
            found.add("it was asked (SIGQUIT) to write its stacks to its log");
            LockSupport.parkNanos(DUMPS_ITSELF_WITHIN.toNanos());
        }
    }

    private void deadlock(Path threads) throws IOException {
        try (var lines = Files.lines(threads)) {
            lines.filter(line -> line.startsWith("Found ") && line.contains("deadlock"))
                    .findFirst()
                    .ifPresent(line -> found.add("its threads: " + line.replaceFirst(":$", "")));
        } catch (UncheckedIOException notText) {
            log.debug("Could not read a thread dump", notText);
        }
    }

    private static void head(Path heap) throws IOException {
        if (Files.exists(heap)) {
            List<String> first;
            // Not as UTF-8: names of classes may be anything, and a file that was cut ends anywhere.
            try (var lines = Files.lines(heap, StandardCharsets.ISO_8859_1)) {
                first = lines.limit(HISTOGRAM_LINES).toList();
            }
            Files.write(heap, first, StandardCharsets.ISO_8859_1);
        }
    }

    private void lastLines() throws IOException {
        var logs = deps.home().logs(deps.node());
        for (var suffix : List.of(".log", ".log.err")) {
            EvidenceFolders.copyEnd(logs.resolve(spec.name() + suffix), folder.resolve("last" + suffix));
        }
    }

    /** A Java virtual machine of a run: its main process, or the command behind its leash. */
    private record Jvm(long pid, long startTicks, Path program) {

        static Optional<Jvm> of(long pid) {
            var handle = ProcessHandle.of(pid);
            if (handle.isEmpty()) {
                return Optional.empty();
            }
            var candidates = new ArrayList<Long>();
            if (!LeashedCommand.isLeash(pid)) {
                candidates.add(pid);
            }
            handle.get().descendants().map(ProcessHandle::pid).forEach(candidates::add);
            return candidates.stream()
                    .flatMap(candidate -> at(candidate).stream())
                    .findFirst();
        }

        private static Optional<Jvm> at(long pid) {
            try {
                var program = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"));
                var isJava = program.getFileName().toString().equals("java");
                return isJava
                        ? ProcStat.of(pid).map(stat -> new Jvm(pid, stat.startTicks(), program))
                        : Optional.empty();
            } catch (IOException goneOrNotOurs) {
                return Optional.empty();
            }
        }

        /** That of the same version, else the agent's own. */
        Optional<Path> jcmd() {
            return List.of(program.resolveSibling("jcmd"), Path.of(System.getProperty("java.home"), "bin", "jcmd"))
                    .stream()
                    .filter(Files::isExecutable)
                    .findFirst();
        }

        boolean catchesQuit() {
            try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
                return lines.filter(line -> line.startsWith("SigCgt:"))
                        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .anyMatch(mask -> (mask & 1L << 2) != 0);
            } catch (IOException | UncheckedIOException gone) {
                return false;
            }
        }
    }
}
