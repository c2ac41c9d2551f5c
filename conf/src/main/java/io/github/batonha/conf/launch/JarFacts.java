package io.github.batonha.conf.launch;

import io.github.batonha.conf.files.FileKind;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * What a jar's manifest says.
 *
 * @param options what {@code java -jar} would take from it, as options for a JVM that is started in another way
 */
record JarFacts(Optional<String> mainClass, String version, List<String> options) {

    private static final JarFacts NONE = new JarFacts(Optional.empty(), "", List.of());
    private static final Map<String, String> OPTIONS =
            new TreeMap<>(Map.of("Add-Exports", "--add-exports", "Add-Opens", "--add-opens"));

    JarFacts {
        options = List.copyOf(options);
    }

    /** Opens the jar; empty, with a problem reported, if that fails. */
    static Optional<JarFacts> of(Path jar, Place place, Findings findings) {
        switch (FileKind.of(jar)) {
            case FileKind.Broken(var reason) -> {
                findings.problem(place, jar + " " + reason);
                return Optional.empty();
            }
            case FileKind.Plain(), FileKind.Folder(), FileKind.Absent() -> {
                // Whether it is a jar shows when it is opened.
            }
        }
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest();
            if (manifest == null) {
                return Optional.of(NONE);
            }
            var attributes = manifest.getMainAttributes();
            var version = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            return Optional.of(new JarFacts(
                    Optional.ofNullable(attributes.getValue(Attributes.Name.MAIN_CLASS))
                            .map(String::strip),
                    version == null ? "" : version,
                    options(attributes)));
        } catch (IOException e) {
            findings.problem(
                    place,
                    "%s can't be read as a jar (%s): copy it again"
                            .formatted(jar, e.getClass().getSimpleName()));
            return Optional.empty();
        }
    }

    private static List<String> options(Attributes attributes) {
        var options = new ArrayList<String>();
        OPTIONS.forEach((attribute, option) -> {
            for (var packageName : Objects.requireNonNullElse(attributes.getValue(attribute), "")
                    .split("\\s+", -1)) {
                if (!packageName.isEmpty()) {
                    options.add(option + "=" + packageName + "=ALL-UNNAMED");
                }
            }
        });
        if (attributes.getValue("Enable-Native-Access") != null) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        return options;
    }
}
