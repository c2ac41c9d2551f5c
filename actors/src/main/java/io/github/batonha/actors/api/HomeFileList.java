package io.github.batonha.actors.api;

import java.util.List;

/**
 * {@code GET /api/v1/files}: the files that all nodes should have alike, as one has them.
 *
 * @param withheld paths of those that no node tells anything of: keys, and what can't be read
 */
public record HomeFileList(String node, List<File> files, List<String> withheld) {

    /** One file, its path relative to the home. */
    public record File(String path, long bytes, String sha256, boolean executable) {}

    public HomeFileList {
        files = List.copyOf(files);
        withheld = List.copyOf(withheld);
    }
}
