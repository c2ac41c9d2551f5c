package io.github.batonha.conf.files;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files in {@code conf}, with those of {@code site-specific/cfg} in place of files of the same name. What has the name of a
 * file of the configuration and is none, such as a link to a volume that is not mounted, is a problem once it is asked for: left
 * out, it would stop what it defines.
 */
public final class ConfFiles {

    private static final String CONF = "conf";
    private static final String SITE = "site-specific/cfg";

    private final Map<String, Entry> byName = new TreeMap<>();
    private final Findings findings;

    private ConfFiles(Findings findings) {
        this.findings = findings;
    }

    private record Entry(ConfFile file, FileKind kind) {}

    /** Lists both folders; that there is no {@code conf} is a problem. */
    public static ConfFiles of(BatonHome home, Findings findings) {
        var files = new ConfFiles(findings);
        files.add(home.path(), CONF);
        files.add(home.path(), SITE);
        return files;
    }

    private void add(Path home, String folder) {
        var directory = home.resolve(folder);
        switch (FileKind.of(directory)) {
            case FileKind.Folder() -> list(folder, directory);
            case FileKind.Absent() -> absent(home, folder);
            case FileKind.Plain() -> findings.problem(Place.of(folder), "is a file, but must be a folder: rename it");
            case FileKind.Broken(var reason) -> findings.problem(Place.of(folder), reason);
        }
    }

    private void absent(Path home, String folder) {
        if (folder.equals(CONF)) {
            findings.problem(
                    Place.of(CONF),
                    "is not there: %s must hold a folder conf with a system definition; is BATON_HOME right?"
                            .formatted(home));
        }
    }

    private void list(String folder, Path directory) {
        try (var entries = Files.list(directory)) {
            entries.forEach(path -> {
                var name = path.getFileName().toString();
                if (!name.startsWith(".")) {
                    byName.put(name, new Entry(new ConfFile(folder + "/" + name, path), FileKind.of(path)));
                }
            });
        } catch (IOException e) {
            findings.problem(
                    Place.of(folder),
                    "can't be listed (%s): make it readable for the user who runs baton"
                            .formatted(e.getClass().getSimpleName()));
        }
    }

    public Optional<ConfFile> named(String fileName) {
        return Optional.ofNullable(byName.get(fileName)).flatMap(this::usable);
    }

    /** In the order of their names. */
    public List<ConfFile> endingWith(String suffix) {
        return byName.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(suffix))
                .flatMap(entry -> usable(entry.getValue()).stream())
                .toList();
    }

    private Optional<ConfFile> usable(Entry entry) {
        var place = Place.of(entry.file().name());
        switch (entry.kind()) {
            case FileKind.Plain() -> {
                return Optional.of(entry.file());
            }
            case FileKind.Folder() ->
                findings.problem(place, "is a folder, but has the name of a file that baton reads: rename it");
            case FileKind.Broken(var reason) -> findings.problem(place, reason);
            case FileKind.Absent() -> {
                // Removed since the folder was listed.
            }
        }
        return Optional.empty();
    }

    /** Warns of files that are not read, though their names look as if they should be. */
    public void warnOfOthers(List<String> suffixes, List<String> names) {
        for (var entry : byName.values()) {
            var name = entry.file().fileName();
            if (!names.contains(name) && suffixes.stream().noneMatch(name::endsWith)) {
                suffixes.stream()
                        .filter(suffix -> plain("-" + name).endsWith(plain(suffix)))
                        .map("does not end with %s"::formatted)
                        .findFirst()
                        .or(() -> names.stream()
                                .filter(name::equalsIgnoreCase)
                                .map("is not %s"::formatted)
                                .findFirst())
                        .ifPresent(why -> findings.warning(
                                Place.of(entry.file().name()),
                                "is not read, because its name %s: rename it if it shall be read".formatted(why)));
            }
        }
    }

    /** Without what is easily got wrong: upper case, underscores, and what makes one word mean several. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replace('_', '-')
                .replace("processes.", "process.")
                .replace("definitions.", "definition.");
    }
}
