package io.github.batonha.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files below a folder and what stands in them. */
final class Snapshot {
    private Snapshot() {}

    static Map<String, String> of(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            var contents = new TreeMap<String, String>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file));
            }
            return contents;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
