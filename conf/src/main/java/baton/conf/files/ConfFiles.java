package baton.conf.files;

import baton.conf.BatonHome;
import baton.conf.report.Findings;
import baton.conf.report.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files in {@code conf}, with those of {@code site-specific/cfg} in place of files of the same name. */
public final class ConfFiles {

    private static final String CONF = "conf";
    private static final String SITE = "site-specific/cfg";

    private final Map<String, ConfFile> byName = new TreeMap<>();

    private ConfFiles() {}

    /** Lists both folders; that there is no {@code conf} is a problem. */
    public static ConfFiles of(BatonHome home, Findings findings) {
        var files = new ConfFiles();
        if (!Files.isDirectory(home.conf())) {
            findings.problem(
                    Place.of(CONF),
                    "is not there: %s must hold a folder conf with a system definition; is BATON_HOME right?"
                            .formatted(home.path()));
        }
        files.add(home.path(), CONF, findings);
        files.add(home.path(), SITE, findings);
        return files;
    }

    private void add(Path home, String folder, Findings findings) {
        var directory = home.resolve(folder);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var entries = Files.list(directory)) {
            entries.filter(Files::isRegularFile).forEach(path -> {
                var name = path.getFileName().toString();
                if (!name.startsWith(".")) {
                    byName.put(name, new ConfFile(folder + "/" + name, path));
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
        return Optional.ofNullable(byName.get(fileName));
    }

    /** In the order of their names. */
    public List<ConfFile> endingWith(String suffix) {
        return byName.values().stream()
                .filter(file -> file.fileName().endsWith(suffix))
                .toList();
    }
}
