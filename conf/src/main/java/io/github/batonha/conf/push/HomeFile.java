package io.github.batonha.conf.push;

/**
 * A file that all hosts should have alike.
 *
 * @param path relative to the home, with slashes
 * @param sha256 of its content, as 64 hexadecimal digits
 */
public record HomeFile(String path, long bytes, String sha256, boolean isExecutable) {

    boolean isSame(HomeFile other) {
        return sha256.equals(other.sha256) && isExecutable == other.isExecutable;
    }

    /** Only what is added is needed there: an earlier revision may still use a jar that this one does not. */
    boolean isRemovedWhereExtra() {
        return !path.startsWith(HomeFiles.LIB);
    }
}
