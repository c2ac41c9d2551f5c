package baton.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code mvn package} leaves: the product itself, as users unpack it. */
public final class Distribution {
    private static final Path PROJECT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    private Distribution() {}

    public static Path project() {
        return PROJECT;
    }

    public static Path folder() {
        return existing(PROJECT.resolve("k8s-free-deploy/target/baton-0.1.0/baton-0.1.0"));
    }

    public static Path archive() {
        return existing(PROJECT.resolve("k8s-free-deploy/target/baton-0.1.0.tar.gz"));
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
