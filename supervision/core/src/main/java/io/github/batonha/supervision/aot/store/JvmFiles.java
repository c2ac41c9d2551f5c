package io.github.batonha.supervision.aot.store;

import io.github.batonha.supervision.aot.CacheDecision;
import io.github.batonha.supervision.aot.CacheDecision.Fit;
import io.github.batonha.supervision.aot.JavaCommand;
import io.github.batonha.supervision.aot.JvmRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the files that a cache depends on. Blocks. */
public final class JvmFiles {

    private static final List<String> OF_JVM = List.of("lib/server/libjvm.so", "lib/modules");

    private JvmFiles() {}

    /**
     * Whether a command line can have a cache, and which one.
     *
     * @param directory the process's own, to which relative paths belong
     */
    public static Fit fit(List<String> argv, Map<String, String> environment, Path directory) {
        var java = JavaCommand.of(argv, environment);
        if (java.isEmpty()) {
            return CacheDecision.fit(java, Optional.empty(), List.of(), List.of());
        }
        var home = home(java.get().program(), environment, directory);
        var entries = java.get().entries().stream().map(directory::resolve).toList();
        var files = new ArrayList<String>();
        home.ifPresent(folder -> OF_JVM.forEach(name -> files.add(stamp(folder.resolve(name)))));
        var all = ManifestPaths.closure(entries);
        all.forEach(entry -> files.add(stamp(entry)));
        var folders =
                all.stream().filter(Files::isDirectory).map(Path::toString).toList();
        return CacheDecision.fit(java, home.flatMap(JvmFiles::release), folders, files);
    }

    private static Optional<JvmRelease> release(Path home) {
        try {
            return JvmRelease.parse(Files.readString(home.resolve("release")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The folder above {@code bin/java}, through links. */
    private static Optional<Path> home(String program, Map<String, String> environment, Path directory) {
        return inPath(program, environment, directory)
                .flatMap(JvmFiles::real)
                .map(Path::getParent)
                .map(Path::getParent);
    }

    private static Optional<Path> inPath(String program, Map<String, String> environment, Path directory) {
        if (program.contains("/")) {
            return Optional.of(directory.resolve(program));
        }
        var path = environment.getOrDefault("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        return Arrays.stream(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> real(Path program) {
        try {
            return Optional.of(program.toRealPath());
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** With the time of the last change of any kind: a copy may keep size and time, and a JVM does not look at all. */
    private static String stamp(Path file) {
        try {
            var facts = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime");
            return "%s %s %s %s".formatted(file, facts.get("size"), facts.get("lastModifiedTime"), facts.get("ctime"));
        } catch (IOException missing) {
            return file + " is not there";
        }
    }
}
