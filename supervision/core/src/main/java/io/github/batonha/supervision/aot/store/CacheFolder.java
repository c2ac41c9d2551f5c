package io.github.batonha.supervision.aot.store;

import io.github.batonha.supervision.aot.CacheFile;
import io.github.batonha.supervision.aot.DiskBound;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code run/NODE/aot-caches}: the caches of a node. Only the agent's user makes names in it, so nobody else plants one: a cache is code.
 * A run that records does so in a folder of its own user, and the agent takes from there what is sound. Blocks; any thread.
 */
public final class CacheFolder {

    private static final String RECORDING = ".recording";
    private static final String ORDER = ".order";
    private static final String NEW = ".new";
    private static final String FAILED = ".failed";

    private final Path folder;

    private CacheFolder(Path folder) {
        this.folder = folder;
    }

    /** Of the node whose folder {@code run/NODE} is. Makes nothing. */
    public static CacheFolder of(Path directory) {
        return new CacheFolder(directory.resolve("aot-caches"));
    }

    public boolean exists() {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    public Path path(CacheFile cache) {
        return folder.resolve(cache.fileName());
    }

    /** All caches, sound or not, with their last use. None where the folder is not there. */
    public List<DiskBound.Kept> all() throws IOException {
        var all = new ArrayList<DiskBound.Kept>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var cache = CacheFile.parse(String.valueOf(file.getFileName()));
                if (cache.isPresent()) {
                    all.add(new DiskBound.Kept(
                            cache.get(),
                            Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                                    .toInstant()));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
        return all;
    }

    /** Why a cache must not be used by a process of this user; empty where it may. */
    public Optional<String> trouble(CacheFile cache, long user) {
        try {
            var ofFolder = troubleOf(folder, UserAccount.ownId());
            if (ofFolder.isPresent()) {
                return ofFolder;
            }
            var file = path(cache);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(file + " is no file");
            }
            if (Files.size(file) != cache.bytes()) {
                return Optional.of("%s has %d bytes instead of %d".formatted(file, Files.size(file), cache.bytes()));
            }
            return troubleOf(file, user);
        } catch (IOException e) {
            return Optional.of("%s can't be read (%s)".formatted(path(cache), e));
        }
    }

    private static Optional<String> troubleOf(Path path, long user) throws IOException {
        var owner = uid(path);
        if (owner != user) {
            return Optional.of("%s belongs to uid %d instead of %d".formatted(path, owner, user));
        }
        var mode = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        return mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE)
                ? Optional.of(path + " can be written by others than its owner")
                : Optional.empty();
    }

    private static long uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /** When it was made; a file system that does not know tells when it was last used. */
    public Instant madeAt(CacheFile cache) throws IOException {
        return Files.readAttributes(path(cache), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .creationTime()
                .toInstant();
    }

    /** Notes that a start uses it. */
    public void used(CacheFile cache, Instant now) throws IOException {
        Files.setLastModifiedTime(path(cache), FileTime.from(now));
    }

    public void drop(CacheFile cache) throws IOException {
        Files.deleteIfExists(path(cache));
    }

    /** Makes an empty folder for a recording of a process, which only this user can use, and answers the file to record in. */
    public Path beginRecording(String process, String fileName, long user) throws IOException {
        FileMode.ENTERED_FOLDER.folder(folder);
        var own = recording(process);
        dropRecording(process);
        Files.createDirectory(own, FileMode.OWNERS_FOLDER.attribute());
        if (user != UserAccount.ownId()) {
            Files.setAttribute(own, "unix:uid", (int) user);
        }
        return own.resolve(fileName);
    }

    /** Forgets what a run has recorded, or is about to. */
    public void dropRecording(String process) throws IOException {
        var own = recording(process);
        try (var files = Files.newDirectoryStream(own)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException none) {
            return;
        }
        Files.deleteIfExists(own);
    }

    /** The folder in which a run of the process records. */
    public Path recording(String process) {
        return folder.resolve(process + RECORDING);
    }

    /** Where the JVM that makes a cache writes its messages. */
    public Path output(String process) {
        return folder.resolve(process + ".output");
    }

    /** Notes why the last training of a process came to nothing, or its cache was dropped; empty where neither is so. */
    public void failed(String process, String why) throws IOException {
        var file = folder.resolve(process + FAILED);
        if (why.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            AtomicFile.writeForOwner(file, why, AtomicFile.Durability.PROCESS_CRASH);
        }
    }

    /** What was noted of it last; empty where there is nothing to tell. */
    public String failure(String process) throws IOException {
        try {
            return Files.readString(folder.resolve(process + FAILED));
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    /**
     * Takes a finished file out of the folder of a recording.
     *
     * @return the cache
     * @throws IOException also where it is not sound: a link, or of another user
     */
    public CacheFile take(Path made, CacheFile named, long user) throws IOException {
        // First out of the reach of the process's user, and then looked at.
        var taken = folder.resolve(named.process() + NEW);
        Files.move(made, taken, StandardCopyOption.ATOMIC_MOVE);
        if (!Files.isRegularFile(taken, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(taken);
            throw new IOException(made + " is no file");
        }
        var cache = new CacheFile(named.process(), named.key(), Files.size(taken), named.form());
        Files.move(taken, path(cache), StandardCopyOption.ATOMIC_MOVE);
        var trouble = trouble(cache, user);
        if (trouble.isPresent()) {
            drop(cache);
            throw new IOException(trouble.get());
        }
        return cache;
    }

    /** Has the next start of a process record. */
    public void order(String process) throws IOException {
        FileMode.ENTERED_FOLDER.folder(folder);
        failed(process, "");
        FileMode.OWNER.make(folder.resolve(process + ORDER));
    }

    public boolean isOrdered(String process) {
        return Files.exists(folder.resolve(process + ORDER), LinkOption.NOFOLLOW_LINKS);
    }

    /** The order is carried out, or taken back. */
    public void endOrder(String process) throws IOException {
        Files.deleteIfExists(folder.resolve(process + ORDER));
    }
}
