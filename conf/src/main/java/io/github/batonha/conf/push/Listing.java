package io.github.batonha.conf.push;

import io.github.batonha.supervision.secrets.Sha256;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files of a home, in the order of their paths.
 *
 * @param withheld paths of those that stay where they are: keys, and what can't be read
 */
public record Listing(List<HomeFile> files, List<String> withheld) {

    public Listing {
        files = List.copyOf(files);
        withheld = List.copyOf(withheld);
    }

    public long bytes() {
        return files.stream().mapToLong(HomeFile::bytes).sum();
    }

    /** Stands for all of it. */
    public String digest() {
        return Sha256.hex(files.stream().map(HomeFile::toString).collect(Collectors.joining("\n")));
    }
}
