package io.github.batonha.conf.launch;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds what {@code <classpath>} names. */
final class ClassPath {

    private ClassPath() {}

    /**
     * The files in the order of the elements, those of a wild card in the order of their names. A wild card that fits nothing
     * is a warning, because nothing is lost; another element that is not there is a problem. Lists folders.
     *
     * @param lib what relative elements are relative to
     */
    static List<Path> expand(List<String> elements, Path lib, Place place, Findings findings) {
        var paths = new ArrayList<Path>();
        for (var element : elements) {
            var found = one(element, lib, place, findings);
            if (found.isEmpty() && (element.contains("*") || element.contains("?"))) {
                findings.warning(
                        place,
                        "<classpath> names %s, which matches nothing in lib: copy the files there, or remove it"
                                .formatted(element));
            } else if (found.isEmpty()) {
                findings.problem(
                        place,
                        "<classpath> names %s, but there is nothing of that name in lib: copy it there, or correct the name"
                                .formatted(element));
            }
            paths.addAll(found);
        }
        return paths;
    }

    private static List<Path> one(String element, Path lib, Place place, Findings findings) {
        try {
            var slash = element.lastIndexOf('/');
            var folder = lib.resolve(element.substring(0, slash + 1));
            var name = element.substring(slash + 1);
            if (!name.contains("*") && !name.contains("?")) {
                var path = lib.resolve(element);
                return Files.exists(path) ? List.of(path.normalize()) : List.of();
            }
            return fitting(folder.normalize(), name.equals("*") ? "*.jar" : name, place, findings);
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    private static List<Path> fitting(Path folder, String pattern, Place place, Findings findings) {
        var quoted = pattern.replaceAll("([\\\\\\[\\]{}])", "\\\\$1");
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + quoted);
        return Listing.of(folder, place, findings).stream()
                .filter(path -> matcher.matches(path.getFileName()))
                .toList();
    }
}
