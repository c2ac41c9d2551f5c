package io.github.batonha.supervision.logs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Which archives are kept no more. Pure. The newest of a log always is: its name says what is archived. */
final class Retention {

    private Retention() {}

    /**
     * Those to remove, oldest first.
     *
     * @param byLog archives of each log, in order
     * @param size bytes of an archive on disk
     */
    static List<Archive> excess(
            Map<String, List<Archive>> byLog, LogPolicy policy, Instant now, ToLongFunction<Archive> size) {
        var excess = new ArrayList<Archive>();
        var kept = new ArrayList<Archive>();
        for (var archives : byLog.values()) {
            for (var i = 0; i < archives.size() - 1; i++) {
                var archive = archives.get(i);
                var isTooOld = archive.at().plus(policy.keepFor()).isBefore(now);
                (isTooOld || archives.size() - i > policy.keepFiles() ? excess : kept).add(archive);
            }
        }
        var total = byLog.values().stream()
                .flatMap(List::stream)
                .filter(archive -> !excess.contains(archive))
                .mapToLong(size)
                .sum();
        kept.sort(Comparator.comparing(Archive::at));
        for (var archive : kept) {
            if (total <= policy.keepBytes()) {
                break;
            }
            excess.add(archive);
            total -= size.applyAsLong(archive);
        }
        excess.sort(Comparator.comparing(Archive::at));
        return excess;
    }
}
