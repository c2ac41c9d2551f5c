package io.github.batonha.actors.usage;

import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.metrics.Observation;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.os.JvmCounters;
import io.github.batonha.supervision.run.Resources;
import io.github.batonha.supervision.usage.UsageFile;
import io.github.batonha.supervision.usage.UsageRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what each process took since the last observation; one that does not run has no record. Any thread. */
public final class UsageRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(UsageRecorder.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    /** What was spent in a longer time says nothing of a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int SECONDS_OF_A_MINUTE = 60;
    private static final Duration TIDIED_EVERY = Duration.ofDays(1);

    private final Path folder;
    private final NumbersRecorder numbers;
    private Instant tidied = Instant.MIN;
    private Map<String, Spent> last = Map.of();
    private Map<String, UsageFile> files = Map.of();
    private boolean isFailing;

    private record Spent(long pid, Duration cpu, Instant at) {}

    public UsageRecorder(Path folder) {
        this.folder = folder;
        this.numbers = new NumbersRecorder(folder);
    }

    /** To be called once a minute. Blocks on small files. */
    public synchronized void record(Observation seen) {
        var spent = new HashMap<String, Spent>();
        var kept = new HashMap<String, UsageFile>();
        var failures = new ArrayList<IOException>();
        for (var process : seen.mon().processes()) {
            var taken = seen.resources().get(process.name());
            var pid = process.pid();
            if (taken == null || pid == null) {
                continue;
            }
            var now = new Spent(pid, taken.cpu(), seen.at());
            spent.put(process.name(), now);
            var file = files.getOrDefault(process.name(), UsageFolder.file(folder, process.name()));
            kept.put(process.name(), file);
            var cpu = cpu(process, Optional.ofNullable(last.get(process.name())), now);
            if (cpu.isPresent()) {
                write(file, record(process, taken, cpu.get(), seen.at())).ifPresent(failures::add);
            }
        }
        last = spent;
        files = kept;
        numbers.record(seen, failures);
        tidy(seen, failures);
        told(failures);
    }

    private void tidy(Observation seen, List<IOException> failures) {
        if (seen.at().isBefore(tidied) || seen.at().minus(TIDIED_EVERY).isAfter(tidied)) {
            tidied = seen.at();
            try {
                UsageFolder.tidy(
                        folder,
                        seen.mon().processes().stream().map(ProcessStatus::name).toList(),
                        seen.at());
            } catch (IOException e) {
                failures.add(e);
            }
        }
    }

    private Optional<IOException> write(UsageFile file, UsageRecord record) {
        try {
            FileMode.OWNERS_FOLDER.folder(folder);
            file.write(record);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** Once, and not each minute. */
    private void told(List<IOException> failures) {
        if (!failures.isEmpty() && !isFailing) {
            LOG.warn(
                    "Could not keep the usage of processes in folder={}: its minutes will be missing in `baton usage`. Make room",
                    folder,
                    failures.getFirst());
        }
        isFailing = !failures.isEmpty();
    }

    private static UsageRecord record(ProcessStatus process, Resources taken, double cpu, Instant at) {
        return UsageRecord.of(
                at.getEpochSecond() / SECONDS_OF_A_MINUTE,
                cpu,
                taken.residentBytes(),
                taken.threads(),
                taken.jvm().map(JvmCounters::heapUsed).orElse(0L),
                taken.jvm().map(JvmCounters::heapMax).orElse(0L),
                process.restarts());
    }

    /** In percent of a core. Empty where it is not known of when it was spent. */
    private static Optional<Double> cpu(ProcessStatus process, Optional<Spent> last, Spent now) {
        var before = last.filter(spent -> spent.pid() == now.pid())
                .orElseGet(() -> new Spent(
                        now.pid(), Duration.ZERO, now.at().minusSeconds(Math.max(1, process.uptimeSeconds()))));
        var time = Duration.between(before.at(), now.at());
        return time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0
                ? Optional.empty()
                : Optional.of(Math.max(0, 100.0 * now.cpu().minus(before.cpu()).toMillis() / time.toMillis()));
    }
}
