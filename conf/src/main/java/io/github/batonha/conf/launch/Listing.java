package io.github.batonha.conf.launch;

import io.github.batonha.conf.files.FileKind;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What lies in a folder of jars. */
final class Listing {

    private Listing() {}

    /**
     * In the order of their names; nothing if the folder is not there. A link to what is not there and a folder that can't be read are
     * problems: a class path without their jars would fail only when one of the classes is needed.
     */
    static List<Path> of(Path folder, Place place, Findings findings) {
        return switch (FileKind.of(folder)) {
            case FileKind.Absent(), FileKind.Plain() -> List.of();
            case FileKind.Broken(var reason) -> {
                findings.problem(place, folder + " " + reason);
                yield List.of();
            }
            case FileKind.Folder() -> list(folder, place, findings);
        };
    }

    private static List<Path> list(Path folder, Place place, Findings findings) {
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            findings.problem(
                    place,
                    "%s can't be listed (%s): make it readable for the user who runs baton"
                            .formatted(folder, e.getClass().getSimpleName()));
            return List.of();
        }
    }

    /** A jar on a class path that can't be read is left out by the JVM without a word. */
    static void checkReadable(List<Path> paths, Place place, Findings findings) {
        for (var path : paths) {
            switch (FileKind.of(path)) {
                case FileKind.Broken(var reason) -> findings.problem(place, path + " " + reason);
                case FileKind.Plain(), FileKind.Folder() -> {
                    if (!Files.isReadable(path)) {
                        findings.problem(
                                place,
                                "%s can't be read (permission denied): let the user who runs baton read it"
                                        .formatted(path));
                    }
                }
                case FileKind.Absent() -> {
                    // Told where it was looked for.
                }
            }
        }
    }
}
