package io.github.batonha.supervision.aot.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jars that others name by Class-Path in their manifests: a JVM loads from them, too. Blocks; any thread. */
final class ManifestPaths {

    private static final Logger log = LoggerFactory.getLogger(ManifestPaths.class);

    /** By path and time of change, so that a jar is opened once. */
    private static final Map<String, List<Path>> KNOWN = new ConcurrentHashMap<>();

    private static final int MOST_KNOWN = 10_000;

    private ManifestPaths() {}

    /** These and all that they name, each once. */
    static SequencedSet<Path> closure(Collection<Path> entries) {
        var all = new LinkedHashSet<Path>();
        var next = new ArrayDeque<>(entries);
        while (!next.isEmpty()) {
            var entry = next.removeFirst();
            if (all.add(entry) && Files.isRegularFile(entry)) {
                next.addAll(named(entry));
            }
        }
        return all;
    }

    private static List<Path> named(Path jar) {
        if (KNOWN.size() > MOST_KNOWN) {
            KNOWN.clear();
        }
        try {
            return KNOWN.computeIfAbsent(jar + " " + Files.getAttribute(jar, "unix:ctime"), _ -> read(jar));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** None where it can't be read: a JVM can't either. */
    private static List<Path> read(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest();
            var value = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return value == null
                    ? List.of()
                    : Arrays.stream(value.strip().split("\\s+", -1))
                            .filter(name -> !name.isEmpty())
                            .map(name -> Path.of(jar.toUri().resolve(name)))
                            .collect(Collectors.toList());
        } catch (IOException | RuntimeException e) {
            log.debug("Could not read the manifest of {}", jar, e);
            return List.of();
        }
    }
}
