package io.github.batonha.conf.push;

import io.github.batonha.supervision.secrets.VisibleText;
import java.util.regex.Pattern;

/**
 * A file that all hosts should have alike. Another host may say what it wants: none leads out of the folders that are brought.
 *
 * @param path relative to the home, with slashes
 * @param sha256 of its content, as 64 hexadecimal digits
 */
public record HomeFile(String path, long bytes, String sha256, boolean isExecutable) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if it is no file of {@code conf}, {@code site-specific} or {@code lib}, or has no such hash */
    public HomeFile {
        if (!HomeFiles.isPath(path)) {
            throw new IllegalArgumentException("no file that is brought to other hosts: " + VisibleText.of(path));
        }
        if (bytes < 0 || !HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException("no size or no hash of a file: " + path);
        }
    }

    boolean isSame(HomeFile other) {
        return sha256.equals(other.sha256) && isExecutable == other.isExecutable;
    }

    /** Only what is added is needed there: an earlier revision may still use a jar that this one does not. */
    boolean isRemovedWhereExtra() {
        return !path.startsWith(HomeFiles.LIB);
    }
}
