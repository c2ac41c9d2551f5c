package io.github.batonha.supervision.aot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps the caches of a node within their room on the disk. */
public final class DiskBound {

    private DiskBound() {}

    /** A cache, and when a start last used it. */
    public record Kept(CacheFile cache, Instant lastUsed) {}

    /** What is to be dropped: the least recently used first, until the rest has room. */
    public static List<CacheFile> dropped(List<Kept> all, long mostBytes) {
        var bytes = all.stream().mapToLong(kept -> kept.cache().bytes()).sum();
        var dropped = new ArrayList<CacheFile>();
        for (var kept :
                all.stream().sorted(Comparator.comparing(Kept::lastUsed)).toList()) {
            if (bytes <= mostBytes) {
                break;
            }
            bytes -= kept.cache().bytes();
            dropped.add(kept.cache());
        }
        return dropped;
    }
}
