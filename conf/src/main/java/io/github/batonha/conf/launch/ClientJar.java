package io.github.batonha.conf.launch;

import io.github.batonha.client.Leash;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.secrets.Sha256;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The jar of baton's that processes have in their class path. An agent keeps a copy of its own in the home, named by its content: a
 * release of baton may be replaced while the agent runs, and starts go on. Reads and writes files; any thread.
 */
public final class ClientJar {

    private static final Pattern COPY = Pattern.compile("baton-client-[0-9a-f]{16}\\.jar");
    /** The one in use, and those of the last releases: a process may run for months. */
    private static final int KEPT = 5;

    private ClientJar() {}

    /** Where the running program itself has it from, so that it always fits. */
    public static Path own() {
        try {
            return Path.of(Leash.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("baton's own class path holds something that is no file", e);
        }
    }

    /** The copy in the home if an agent of this release has made it, else the program's own. */
    public static Path in(BatonHome home) {
        return in(home, own());
    }

    static Path in(BatonHome home, Path own) {
        try {
            var copy = copy(home, own);
            return Files.isReadable(copy) ? copy : own;
        } catch (IOException noCopy) {
            return own;
        }
    }

    /**
     * Makes the copy if it is not there, and drops those of old releases.
     *
     * @throws IOException the folder can't be written: processes then run with the program's own
     */
    public static void keep(BatonHome home) throws IOException {
        keep(home, own());
    }

    static void keep(BatonHome home, Path own) throws IOException {
        if (!Files.isRegularFile(own)) {
            // A folder of classes, as tests have it: nobody replaces that.
            return;
        }
        FileMode.EVERYBODYS_FOLDER.folder(folder(home));
        var copy = copy(home, own);
        if (!Files.isReadable(copy)) {
            var fresh = folder(home)
                    .resolve("fresh-%d.tmp".formatted(ProcessHandle.current().pid()));
            Files.copy(own, fresh, StandardCopyOption.REPLACE_EXISTING);
            FileMode.EVERYBODY.set(fresh);
            Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
        }
        dropOld(home, copy);
    }

    /** Whether an entry of a class path is baton's part of it, of this release or of another. */
    static boolean isOne(String entry) {
        var path = Path.of(entry);
        return path.equals(own())
                || (path.getParent() != null
                        && path.getParent().endsWith(Path.of("run", ".lib"))
                        && COPY.matcher(path.getFileName().toString()).matches());
    }

    private static Path folder(BatonHome home) {
        return home.path().resolve("run").resolve(".lib");
    }

    private static Path copy(BatonHome home, Path own) throws IOException {
        var hash = Sha256.hex(Files.readAllBytes(own)).substring(0, 16);
        return folder(home).resolve("baton-client-%s.jar".formatted(hash));
    }

    private static void dropOld(BatonHome home, Path current) throws IOException {
        try (Stream<Path> files = Files.list(folder(home))) {
            List<Path> old = files.filter(file -> !file.equals(current))
                    .sorted(Comparator.comparingLong(ClientJar::changed).reversed())
                    .skip(KEPT - 1)
                    .toList();
            for (var file : old) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static long changed(Path file) {
        return file.toFile().lastModified();
    }
}
