package io.github.batonha.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A copy of a Debian with its base system alone, to try packages on. The profile {@code packages} makes both. */
final class BareDebian implements AutoCloseable {
    static final Path PACKAGES = Distribution.project().resolve("k8s-free-deploy/target");
    static final Path BASE = Distribution.project().resolve("src/test/target/debian");
    /** One with systemd and sshd. */
    static final Path BOOTED = BASE.resolveSibling("debian-systemd");

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "JAVA_HOME", "", "BATON_JAVA_HOME", "", "BATON_JAVA_OPTS", "");

    private final Path root;

    BareDebian(Path root) {
        this.root = root;
        run("cp", "-a", BASE.toString(), root.toString());
        run("mount", "-t", "proc", "proc", root.resolve("proc").toString());
    }

    static boolean isPossible() {
        return Files.isDirectory(BASE) && find(".deb").isPresent() && PartitionIT.isRoot();
    }

    /** A package that the build made, by the end of its name. */
    static Optional<Path> find(String ending) {
        return find(PACKAGES, ending);
    }

    static Optional<Path> find(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same package as version 99, in that folder. */
    static Path laterDeb(Path folder) {
        var later = folder.resolve("baton_99_all.deb");
        run(
                Distribution.project().resolve("src/test/packages/later-deb").toString(),
                find(".deb").orElseThrow().toString(),
                later.toString());
        return later;
    }

    Path root() {
        return root;
    }

    Commands.Result in(String... words) {
        return Commands.run(
                Stream.concat(Stream.of("chroot", root.toString()), Stream.of(words))
                        .toList(),
                ENVIRONMENT);
    }

    static Commands.Result run(String... words) {
        return Commands.run(List.of(words), Map.of()).orFail();
    }

    @Override
    public void close() {
        run("umount", root.resolve("proc").toString());
        // JUnit would tell of each link that leads out of it.
        run("rm", "-rf", root.toString());
    }
}
