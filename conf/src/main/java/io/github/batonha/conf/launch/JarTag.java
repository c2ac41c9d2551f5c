package io.github.batonha.conf.launch;

import io.github.batonha.conf.files.FileKind;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the one jar that {@code <jar>} names: in {@code lib}, else relative to the home; with a wild card in its last part if its version is not known. */
final class JarTag {

    private final BatonHome home;
    private final Place place;
    private final Findings findings;

    JarTag(BatonHome home, Place place, Findings findings) {
        this.home = home;
        this.place = place;
        this.findings = findings;
    }

    /** Empty, with a problem reported, if there is none or more than one. Lists folders. */
    Optional<Path> find(String text) {
        try {
            var found = Stream.of(home.lib(), home.path())
                    .map(folder -> folder.resolve(text).normalize())
                    .map(this::fitting)
                    .filter(paths -> !paths.isEmpty())
                    .findFirst()
                    .orElse(List.of());
            if (found.size() == 1) {
                return Optional.of(found.getFirst());
            }
            findings.problem(place, found.isEmpty() ? notFound(text) : ambiguous(text, found));
        } catch (InvalidPathException e) {
            findings.problem(place, "<jar> is \"%s\", which is no path: correct it".formatted(text));
        }
        return Optional.empty();
    }

    private List<Path> fitting(Path path) {
        var name = fileName(path);
        var folder = path.getParent();
        if (folder == null || (!name.contains("*") && !name.contains("?"))) {
            return FileKind.of(path) instanceof FileKind.Absent ? List.of() : List.of(path);
        }
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + name.replaceAll("([\\\\\\[\\]{}])", "\\\\$1"));
        return Listing.of(folder, place, findings).stream()
                .filter(jar -> matcher.matches(jar.getFileName()) && !ModuleJars.isNotToRun(fileName(jar)))
                .toList();
    }

    private String notFound(String text) {
        var names = Listing.of(home.lib(), place, findings).stream()
                .map(JarTag::fileName)
                .toList();
        return "there is no jar %s: looked for it in lib and in the home%s"
                .formatted(text, Nearest.hint(text, names, "; put it there, or correct the name"));
    }

    private String ambiguous(String text, List<Path> found) {
        return "<jar> %s fits more than one file (%s): remove all but one, or name the one"
                .formatted(text, found.stream().map(JarTag::fileName).collect(Collectors.joining(", ")));
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
