package io.github.batonha.actors.usage;

import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.metrics.ApplicationSamples;
import io.github.batonha.actors.metrics.ApplicationSamples.Single;
import io.github.batonha.actors.metrics.Observation;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.usage.NumbersFile;
import io.github.batonha.supervision.usage.NumbersFile.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what running processes tell of themselves: numbers as they are, and what only grows as what came in a second since the last
 * observation. One thread at a time.
 */
final class NumbersRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(NumbersRecorder.class);
    private static final int SECONDS_OF_A_MINUTE = 60;
    private static final double MILLIS_OF_A_SECOND = 1000;

    private final Path folder;
    private Map<String, Before> last = Map.of();
    private Map<String, NumbersFile> files = Map.of();
    private final Set<String> full = new HashSet<>();

    private record Before(Map<String, Double> totals, Instant at) {}

    NumbersRecorder(Path folder) {
        this.folder = folder;
    }

    /** Blocks on small files. */
    void record(Observation seen, List<IOException> failures) {
        var next = new HashMap<String, Before>();
        var kept = new HashMap<String, NumbersFile>();
        for (var process : seen.mon().processes()) {
            var numbers = process.pid() == null ? List.<Single>of() : ApplicationSamples.of(seen, process.name());
            if (!numbers.isEmpty()) {
                var file = files.getOrDefault(process.name(), UsageFolder.numbers(folder, process.name()));
                kept.put(process.name(), file);
                var totals = new HashMap<String, Double>();
                var told = told(numbers, last.get(process.name()), seen.at(), totals);
                next.put(process.name(), new Before(totals, seen.at()));
                write(process, file, seen.at(), told, failures);
            }
        }
        last = next;
        files = kept;
    }

    /** A total that falls began anew. One that was not there before says nothing yet. */
    private static List<Told> told(
            List<Single> numbers, @Nullable Before before, Instant now, Map<String, Double> totals) {
        var told = new ArrayList<Told>();
        for (var number : numbers) {
            var series = number.sample().series();
            var value = number.sample().value();
            if (!number.isTotal()) {
                told.add(new Told(series, false, value));
                continue;
            }
            totals.put(series, value);
            var known = before == null ? null : before.totals().get(series);
            if (before != null && known != null && now.isAfter(before.at())) {
                var seconds = Duration.between(before.at(), now).toMillis() / MILLIS_OF_A_SECOND;
                told.add(new Told(series, true, (value >= known ? value - known : value) / seconds));
            }
        }
        return told;
    }

    private void write(
            ProcessStatus process, NumbersFile file, Instant at, List<Told> told, List<IOException> failures) {
        if (told.isEmpty()) {
            return;
        }
        try {
            FileMode.OWNERS_FOLDER.folder(folder);
            var refused = file.write(at.getEpochSecond() / SECONDS_OF_A_MINUTE, told);
            if (refused > 0 && full.add(process.name())) {
                LOG.info(
                        "Process tells more numbers than are kept for `baton usage --by metric` process={} leftOut={}",
                        process.name(),
                        refused);
            }
        } catch (IOException e) {
            failures.add(e);
        }
    }
}
