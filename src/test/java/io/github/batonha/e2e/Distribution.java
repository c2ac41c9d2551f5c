package io.github.batonha.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code mvn package} leaves: the product itself, as users unpack it. */
public final class Distribution {
    private static final Path PROJECT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    private static final String REVISION = "<revision>";

    private Distribution() {}

    public static Path project() {
        return PROJECT;
    }

    public static Path folder() {
        return existing(PROJECT.resolve("k8s-free-deploy/target/baton"));
    }

    public static Path archive() {
        return existing(PROJECT.resolve("k8s-free-deploy/target/baton-%s.tar.gz".formatted(version())));
    }

    /** As the top pom has it. */
    public static String version() {
        try {
            var pom = Files.readString(PROJECT.resolve("pom.xml"));
            return pom.substring(pom.indexOf(REVISION) + REVISION.length(), pom.indexOf("</revision>"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static String baton() {
        return folder().resolve("bin/baton").toString();
    }

    public static Path sampleHome() {
        return existing(folder().resolve("share/sample"));
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new AssertionError("%s is missing: run mvn package first".formatted(path));
        }
        return path;
    }
}
