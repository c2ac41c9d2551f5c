package io.github.batonha.conf.push;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.secrets.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a node keeps the files of another one until it takes them: {@code run/NODE/push}. Each has its hash as its name, so that a push that
 * was cut off goes on where it stood. They are taken all or none: what is to be renamed stands in a record before the first rename, and
 * {@link #recover} finishes it. Blocks; one thread at a time.
 */
public final class Staging {

    private static final String PART = ".part";
    private static final String MARK = ".baton-push";
    private static final String PUT = "put ";
    private static final String REMOVE = "remove ";
    private static final EnumSet<PosixFilePermission> EXECUTE = EnumSet.of(
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final BatonHome home;
    private final Path folder;
    private final Path content;
    private final Path checked;
    private final Path prepared;
    private final Path record;

    public Staging(BatonHome home, String node) {
        this.home = home;
        this.folder = home.run(node).resolve("push");
        this.content = folder.resolve("content");
        this.checked = folder.resolve("home");
        this.prepared = folder.resolve("prepared");
        this.record = folder.resolve("taking");
    }

    /** Keeps what an earlier push left and this one needs; returns what is still missing. */
    public List<HomeFile> begin(PushPlan plan) throws IOException {
        Files.createDirectories(content);
        Files.setPosixFilePermissions(folder, OWNER);
        abandon();
        var needed = plan.taken().stream().map(HomeFile::sha256).collect(Collectors.toSet());
        try (var all = Files.list(content)) {
            for (var file : all.toList()) {
                if (!needed.contains(name(file).replace(PART, ""))) {
                    Files.delete(file);
                }
            }
        }
        return plan.taken().stream()
                .filter(file -> Files.notExists(whole(file)))
                .toList();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private Path whole(HomeFile file) {
        return content.resolve(file.sha256());
    }

    private Path part(HomeFile file) {
        return content.resolve(file.sha256() + PART);
    }

    /** How much of it is there; more than it has where it changed. */
    public long held(HomeFile file) throws IOException {
        return Files.exists(part(file)) ? Files.size(part(file)) : 0;
    }

    /** Appends a piece to what has come. */
    public void append(HomeFile file, byte[] bytes) throws IOException {
        try (var channel = FileChannel.open(
                part(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /** Whether all of it came as it is named; what did not is thrown away. */
    public boolean complete(HomeFile file) throws IOException {
        if (Files.notExists(part(file))) {
            Files.createFile(part(file));
        }
        if (Sha256.hexOfFile(part(file)).equals(file.sha256())) {
            Files.move(part(file), whole(file), StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
        Files.delete(part(file));
        return false;
    }

    /**
     * A home as this one would be, made of links: to check it, never to write into it.
     *
     * @param source all that the other host has
     * @param own all that this one has
     */
    public BatonHome tried(PushPlan plan, Listing source, Listing own) throws IOException {
        deleteTree(checked);
        Files.createDirectories(checked);
        try (var all = Files.list(home.path())) {
            for (var entry : all.toList()) {
                if (!HomeFiles.FOLDERS.contains(name(entry))) {
                    Files.createSymbolicLink(checked.resolve(name(entry)), entry);
                }
            }
        }
        for (var name : HomeFiles.FOLDERS) {
            if (Files.isDirectory(home.path().resolve(name))) {
                Files.createDirectories(checked.resolve(name));
            }
        }
        if (Files.isDirectory(home.path().resolve(HomeFiles.PROGRAM))) {
            link(HomeFiles.PROGRAM, home.path().resolve(HomeFiles.PROGRAM));
        }
        for (var file : plan.taken()) {
            link(file.path(), whole(file));
        }
        var kept = new HashSet<String>();
        source.files().forEach(file -> kept.add(file.path()));
        own.files().forEach(file -> kept.add(file.path()));
        kept.addAll(own.withheld());
        plan.taken().forEach(file -> kept.remove(file.path()));
        kept.removeAll(Set.copyOf(plan.removed()));
        for (var path : kept) {
            link(path, home.path().resolve(path));
        }
        return new BatonHome(checked);
    }

    private void link(String path, Path target) throws IOException {
        var link = checked.resolve(path);
        Files.createDirectories(parent(link));
        Files.createSymbolicLink(link, target);
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        return parent == null ? path : parent;
    }

    /**
     * Copies all of it beside the files that it will replace, so that only renames are left.
     *
     * @throws IOException if it can't be taken, for want of room or of permission; then nothing is left of it
     */
    public void prepare(PushPlan plan) throws IOException {
        var lines = new ArrayList<String>();
        plan.taken().forEach(file -> lines.add(PUT + file.path()));
        plan.removed().forEach(path -> lines.add(REMOVE + path));
        AtomicFile.write(prepared, String.join("\n", lines) + "\n", AtomicFile.Durability.POWER_LOSS);
        try {
            for (var file : plan.taken()) {
                copyBeside(file);
            }
            for (var path : plan.removed()) {
                checkWritable(parent(home.path().resolve(path)));
            }
        } catch (IOException e) {
            abandon();
            throw e;
        }
    }

    private static void checkWritable(Path folder) throws IOException {
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toRealPath().toString());
        }
    }

    /** Renames all that was prepared. A crash leaves all or nothing, once {@link #recover} has run. */
    public void take() throws IOException {
        Files.move(prepared, record, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.force(folder);
        finish();
    }

    /** Clears away what was prepared. What has come stays for the next push. */
    public void abandon() throws IOException {
        if (Files.exists(prepared)) {
            for (var line : Files.readAllLines(prepared)) {
                if (line.startsWith(PUT)) {
                    Files.deleteIfExists(beside(line.substring(PUT.length())));
                }
            }
            Files.delete(prepared);
        }
    }

    /** On the disk of the file, which may be another one than that of the home. */
    private Path beside(String path) {
        var target = home.path().resolve(path);
        return target.resolveSibling("." + name(target) + MARK);
    }

    /** On the same disk as the file that it replaces, forced to it, and readable by the same users. */
    private void copyBeside(HomeFile file) throws IOException {
        var target = home.path().resolve(file.path());
        var copy = beside(file.path());
        if (Files.isDirectory(target)) {
            throw new IOException(target + " is a folder here, and a file there");
        }
        Files.createDirectories(parent(target));
        checkWritable(parent(target));
        Files.copy(whole(file), copy, StandardCopyOption.REPLACE_EXISTING);
        var model = Files.exists(target) ? target : whole(file);
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(Files.getPosixFilePermissions(model));
        if (file.isExecutable()) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
        } else {
            permissions.removeAll(EXECUTE);
        }
        Files.setPosixFilePermissions(copy, permissions);
        try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Also the second time: what was renamed before is left. */
    private void finish() throws IOException {
        for (var line : Files.readAllLines(record)) {
            if (line.startsWith(PUT)) {
                var path = line.substring(PUT.length());
                if (Files.exists(beside(path))) {
                    Files.move(beside(path), home.path().resolve(path), StandardCopyOption.ATOMIC_MOVE);
                    AtomicFile.force(parent(home.path().resolve(path)));
                }
            } else if (line.startsWith(REMOVE)) {
                Files.deleteIfExists(home.path().resolve(line.substring(REMOVE.length())));
            }
        }
        Files.delete(record);
        deleteTree(folder);
    }

    /**
     * Finishes what was being taken when an agent died, and clears away what was not. For the start of an agent.
     *
     * @return whether it finished something
     */
    public boolean recover() throws IOException {
        if (Files.exists(record)) {
            finish();
            return true;
        }
        abandon();
        deleteTree(folder);
        return false;
    }

    /** Follows no link. */
    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(tree)) {
            all = new ArrayList<>(walk.toList());
        }
        for (var path : all.reversed()) {
            Files.delete(path);
        }
    }
}
