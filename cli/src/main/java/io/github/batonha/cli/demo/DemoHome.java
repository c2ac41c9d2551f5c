package io.github.batonha.cli.demo;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.conf.model.BatonHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;

/**
 * The folder that a demo runs in. It is the demo's as long as its lock file is locked, and only a folder that has one is ever
 * wiped.
 */
final class DemoHome implements AutoCloseable {

    private static final String LOCK = ".demo";

    private final BatonHome home;
    private final FileChannel lock;

    private DemoHome(BatonHome home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    /**
     * Takes the folder for this process and creates it if need be.
     *
     * @throws CommandFailed if another demo runs in it, or it holds something else
     */
    static DemoHome take(Path folder) {
        try {
            if (isForeign(folder)) {
                throw new CommandFailed(
                        ExitCode.FAILED,
                        folder + " is not empty and was not made by a demo",
                        "give --home a folder that does not exist yet: a demo wipes its folder");
            }
            Files.createDirectories(folder);
            var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel).isEmpty()) {
                channel.close();
                throw new CommandFailed(
                        ExitCode.FAILED,
                        "A demo already runs in " + folder,
                        "end it with Ctrl-C in its terminal, or use it: `baton mon-cluster --node NodeA`");
            }
            return new DemoHome(new BatonHome(folder), channel);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's folder %s can't be made".formatted(folder), e);
        }
    }

    /** Whether another process has the folder. */
    static boolean isTaken(Path folder) {
        if (!Files.exists(folder.resolve(LOCK))) {
            return false;
        }
        try (var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            return lock(channel).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of the demo's folder %s can't be read".formatted(folder), e);
        }
    }

    BatonHome home() {
        return home;
    }

    /** Replaces all that the folder holds by the sample application. */
    void layOut(Path sample) {
        if (!Files.isDirectory(sample)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The sample application is not at " + sample,
                    "start the demo by the script `baton` of a checkout or of an installation");
        }
        try {
            wipe();
            copy(sample);
        } catch (IOException e) {
            throw new UncheckedIOException("The sample can't be laid out in " + home.path(), e);
        }
    }

    private void wipe() throws IOException {
        try (var all = Files.walk(home.path())) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(home.path()) && !path.equals(home.path().resolve(LOCK))) {
                    Files.delete(path);
                }
            }
        }
    }

    private void copy(Path sample) throws IOException {
        try (var all = Files.walk(sample)) {
            for (var from : all.toList()) {
                var to = home.path().resolve(sample.relativize(from).toString());
                if (!Files.isDirectory(from)) {
                    Files.copy(from, to);
                } else if (!Files.isDirectory(to)) {
                    Files.createDirectory(to);
                }
            }
        }
    }

    private static boolean isForeign(Path folder) throws IOException {
        if (!Files.exists(folder) || Files.exists(folder.resolve(LOCK))) {
            return false;
        }
        try (var entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException ownedHere) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's lock can't be given back", e);
        }
    }
}
