package io.github.batonha.conf.install;

import io.github.batonha.conf.files.FileKind;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.secrets.Masking;
import io.github.batonha.supervision.secrets.Sha256;
import io.github.batonha.supervision.secrets.VisibleText;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Scripts of a site that run once in a home, when it is installed: {@code install-hooks/NUMBER-NAME} in {@code conf} and in {@code site-specific}, which
 * replaces one of the same name. That one has run stands in {@code generated/install-hooks}, with what it wrote.
 */
final class InstallHooks {

    private static final String FOLDER = "install-hooks";
    private static final List<String> SOURCES = List.of("conf/" + FOLDER, "site-specific/" + FOLDER);
    private static final Pattern NAME = Pattern.compile("([0-9]{1,9})[-_.][A-Za-z0-9._-]{1,100}");
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final int MOST_SHOWN = 300;

    private final BatonHome home;
    private final Map<String, String> environment;
    private final String machine;
    private final Findings findings;
    private final Path state;

    InstallHooks(BatonHome home, Map<String, String> environment, String machine, Findings findings) {
        this.home = home;
        this.environment = environment;
        this.machine = machine;
        this.findings = findings;
        this.state = home.generated().resolve(FOLDER);
    }

    /**
     * A script that has not run yet.
     *
     * @param source relative to the home, as messages show it
     */
    record Hook(String name, long number, String source, Path file) {}

    /** In the order of their numbers, those of one number in that of their names. Reports those that could not run. */
    List<Hook> due() {
        var found = new TreeMap<String, Hook>();
        for (var folder : SOURCES) {
            var path = home.path().resolve(folder);
            if (Files.isDirectory(path)) {
                list(folder, path, found);
            }
        }
        return found.values().stream()
                .filter(this::isDue)
                .sorted(Comparator.comparingLong(Hook::number).thenComparing(Hook::name))
                .toList();
    }

    private void list(String folder, Path path, Map<String, Hook> found) {
        try (var files = Files.list(path)) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                var form = NAME.matcher(name);
                if (form.matches()) {
                    found.put(name, new Hook(name, Long.parseLong(form.group(1)), folder + "/" + name, file));
                } else if (!name.startsWith(".")) {
                    findings.warning(
                            Place.of(folder + "/" + name),
                            "is not run, because its name does not begin with a number and a dash: call it like 10-database.sh");
                }
            }
        } catch (IOException e) {
            findings.problem(
                    Place.of(folder),
                    "can't be listed (%s): make it readable for the user who installs".formatted(e.getMessage()));
        }
    }

    private boolean isDue(Hook hook) {
        try {
            var done = state.resolve(hook.name() + ".done");
            if (Files.exists(done)) {
                if (!Files.readString(done).contains(hash(hook))) {
                    findings.warning(
                            Place.of(hook.source()),
                            "has changed since it ran, and does not run again: give what is new a name of its own");
                }
                return false;
            }
            switch (FileKind.of(hook.file())) {
                case FileKind.Broken(var reason) -> findings.problem(Place.of(hook.source()), reason);
                case FileKind.Folder() ->
                    findings.problem(Place.of(hook.source()), "is a folder, but has the name of a hook: rename it");
                case FileKind.Plain() -> {
                    if (!Files.isExecutable(hook.file())) {
                        findings.problem(
                                Place.of(hook.source()),
                                "can't be executed: chmod +x it, or take it away if it shall not run");
                    }
                }
                case FileKind.Absent() -> {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            findings.problem(
                    Place.of(hook.source()),
                    "can't be read (%s): make it readable for the user who installs".formatted(e.getMessage()));
            return false;
        }
    }

    /** Runs them one after the other, and none after the first that fails, which is a problem. Blocks. Returns those that ended well. */
    List<Hook> run(List<Hook> due) {
        try {
            FileMode.EVERYBODYS_FOLDER.folder(home.generated());
            FileMode.OWNERS_FOLDER.folder(state);
            try (var channel = FileChannel.open(
                            state.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.tryLock()) {
                if (lock != null) {
                    return due.stream().takeWhile(this::run).toList();
                }
            }
        } catch (OverlappingFileLockException e) {
            // As if another process had it.
        } catch (IOException e) {
            findings.problem(
                    Place.of("generated/" + FOLDER),
                    "can't be written (%s): make room, or make it writable for the user who installs"
                            .formatted(e.getMessage()));
            return List.of();
        }
        findings.problem(
                Place.of("generated/" + FOLDER),
                "another baton install runs hooks in this home: give the command again when that one is done");
        return List.of();
    }

    private boolean run(Hook hook) {
        var output = state.resolve(hook.name() + ".log");
        try {
            FileMode.OWNER.set(output);
            var why = result(hook, output.toFile());
            if (why.isEmpty()) {
                AtomicFile.writeForOwner(
                        state.resolve(hook.name() + ".done"), hash(hook) + "\n", AtomicFile.Durability.POWER_LOSS);
                return true;
            }
            failed(hook, "%s%s".formatted(why, lastWords(output)));
        } catch (IOException e) {
            failed(hook, "could not run (%s)".formatted(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(hook, "was interrupted");
        }
        return false;
    }

    private void failed(Hook hook, String why) {
        findings.problem(
                Place.of(hook.source()),
                "%s: correct what it needs and install again; generated/%s/%s.log has all that it wrote"
                        .formatted(why, FOLDER, hook.name()));
    }

    /** Empty where it ended well. */
    private String result(Hook hook, File output) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(hook.file().toAbsolutePath().toString())
                .directory(home.path().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("BATON_HOME", home.path().toString());
        builder.environment().put("BATON_NODE", machine);
        var process = builder.start();
        try {
            if (!process.waitFor(WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                return "did not end within %d min".formatted(WITHIN.toMinutes());
            }
            return process.exitValue() == 0 ? "" : "ended with %d".formatted(process.exitValue());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String lastWords(Path output) throws IOException {
        var text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
        var shown = VisibleText.of(Masking.of(text.substring(Math.max(0, text.length() - MOST_SHOWN))));
        return shown.isEmpty() ? "" : " and last wrote \"%s\"".formatted(shown);
    }

    private static String hash(Hook hook) throws IOException {
        return Sha256.hex(Files.readAllBytes(hook.file()));
    }
}
