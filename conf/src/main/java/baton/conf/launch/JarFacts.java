package baton.conf.launch;

import baton.conf.report.Findings;
import baton.conf.report.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** What a jar's manifest says. */
record JarFacts(Optional<String> mainClass, String version) {

    private static final JarFacts NONE = new JarFacts(Optional.empty(), "");

    /** Opens the jar; empty, with a problem reported, if that fails. */
    static Optional<JarFacts> of(Path jar, Place place, Findings findings) {
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
                    version == null ? "" : version));
        } catch (IOException e) {
            findings.problem(
                    place,
                    "%s can't be read as a jar (%s): copy it again"
                            .formatted(jar, e.getClass().getSimpleName()));
            return Optional.empty();
        }
    }
}
