package io.github.batonha.supervision.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A file itself, whatever names it has.
 *
 * @param inode 0 where there is none
 * @param links how many names it has
 */
record FileIdentity(long device, long inode, int mode, int links, int uid, int gid, long size) {

    static final FileIdentity NONE = new FileIdentity(0, 0, 0, 0, 0, 0, 0);

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int PERMISSIONS = 0777;

    /** What a path leads to, also the file behind a descriptor in {@code /proc} that has no name any more. */
    static FileIdentity of(Path path) {
        return read(path);
    }

    /** What stands at a path itself: a link is no log. */
    static FileIdentity at(Path path) {
        return read(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static FileIdentity read(Path path, LinkOption... options) {
        try {
            var all = Files.readAttributes(path, "unix:dev,ino,mode,nlink,uid,gid,size", options);
            return new FileIdentity(
                    number(all, "dev"),
                    number(all, "ino"),
                    (int) number(all, "mode"),
                    (int) number(all, "nlink"),
                    (int) number(all, "uid"),
                    (int) number(all, "gid"),
                    number(all, "size"));
        } catch (IOException noneOrNotOurs) {
            return NONE;
        }
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }

    boolean isFile() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isSame(FileIdentity other) {
        return inode != 0 && inode == other.inode && device == other.device;
    }

    /** An empty file that whoever could write and read this one can write and read. */
    void makeLike(Path path) throws IOException {
        Files.createFile(path);
        var text = new StringBuilder();
        for (var bit = 8; bit >= 0; bit--) {
            text.append((mode & PERMISSIONS & 1 << bit) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(text.toString()));
        var made = of(path);
        if (made.uid() != uid) {
            Files.setAttribute(path, "unix:uid", uid);
        }
        if (made.gid() != gid) {
            Files.setAttribute(path, "unix:gid", gid);
        }
    }
}
