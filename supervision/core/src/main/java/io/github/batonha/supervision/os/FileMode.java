package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what with a file or folder that baton makes, from its first moment on. The umask may take more away. docs/security.md has
 * the table.
 */
public enum FileMode {
    /** A file for its owner alone. */
    OWNER("rw-------"),
    /** A file that the group may read. */
    GROUP("rw-r-----"),
    /** A file that everybody may read. */
    EVERYBODY("rw-r--r--"),
    /** A folder that everybody may list. */
    EVERYBODYS_FOLDER("rwxr-xr-x"),
    /** A folder for its owner alone. */
    OWNERS_FOLDER("rwx------"),
    /** A folder that the group may list and enter. */
    GROUPS_FOLDER("rwxr-x---"),
    /** A folder that everybody may enter, but not list: for files that others know by name. */
    ENTERED_FOLDER("rwx--x--x");

    private static final Logger log = LoggerFactory.getLogger(FileMode.class);
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private final String text;

    FileMode(String text) {
        this.text = text;
    }

    private Set<PosixFilePermission> permissions() {
        return PosixFilePermissions.fromString(text);
    }

    /** For what is made with it. */
    public FileAttribute<?> attribute() {
        return PosixFilePermissions.asFileAttribute(permissions());
    }

    /** Makes an empty file where there is none; one that is there stays as it is. */
    public void make(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.newByteChannel(
                            file, Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attribute())
                    .close();
        }
    }

    /** Makes an empty file where there is none, and gives this mode to one that is there. */
    public void set(Path file) throws IOException {
        make(file);
        if (!Files.getPosixFilePermissions(file).equals(permissions())) {
            Files.setPosixFilePermissions(file, permissions());
        }
    }

    /**
     * Makes a folder, and those above it, where it is missing. From one that is there, it takes away from others what they have too
     * much; what its group may do is left to the administrator.
     */
    public Path folder(Path folder) throws IOException {
        var whole = folder.toAbsolutePath().normalize();
        var above = whole.getParent();
        if (above != null && !Files.isDirectory(whole)) {
            Files.createDirectories(above, EVERYBODYS_FOLDER.attribute());
            Files.createDirectories(whole, attribute());
        }
        if (this != EVERYBODYS_FOLDER) {
            narrow(whole);
        }
        return folder;
    }

    /** One that others must be able to enter can be entered under any umask. */
    private void narrow(Path path) {
        try {
            var before = Files.getPosixFilePermissions(path);
            var wanted = EnumSet.copyOf(before);
            wanted.removeAll(OF_OTHERS);
            if (this == ENTERED_FOLDER) {
                wanted.addAll(permissions());
            }
            if (!wanted.equals(before)) {
                Files.setPosixFilePermissions(path, wanted);
            }
        } catch (IOException e) {
            log.warn(
                    "Could not set the mode of {}, which others may read: it should be {} ({})",
                    path,
                    text,
                    e.toString());
        }
    }
}
