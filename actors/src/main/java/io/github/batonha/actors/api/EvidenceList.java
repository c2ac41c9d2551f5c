package io.github.batonha.actors.api;

import java.time.Instant;
import java.util.List;

/**
 * The evidence that a node keeps of a process.
 *
 * @param folders the newest first
 */
public record EvidenceList(String node, String process, List<Folder> folders) {
    public EvidenceList {
        folders = List.copyOf(folders);
    }

    /**
     * What was taken at one time.
     *
     * @param files by their names
     */
    public record Folder(String name, Instant at, List<File> files) {
        public Folder {
            files = List.copyOf(files);
        }
    }

    public record File(String name, long bytes) {}
}
