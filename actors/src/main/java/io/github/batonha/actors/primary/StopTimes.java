package io.github.batonha.actors.primary;

import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How long the primaryOnly processes may take to stop: each only after those that depend on it. */
final class StopTimes {

    private final Map<String, ChildSpec> specs;
    private final Map<String, Duration> known = new HashMap<>();

    private StopTimes(Map<String, ChildSpec> specs) {
        this.specs = specs;
    }

    static Duration longest(List<ChildSpec> all) {
        var times = new StopTimes(all.stream()
                .filter(ChildSpec::primaryOnly)
                .collect(Collectors.toMap(ChildSpec::name, Function.identity())));
        return times.specs.values().stream()
                .map(times::untilStopped)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Of it and of everything that it depends on, which stop after it. Dependencies have no cycles. */
    private Duration untilStopped(ChildSpec spec) {
        var former = known.get(spec.name());
        if (former != null) {
            return former;
        }
        var after = Duration.ZERO;
        for (var name : spec.dependencies()) {
            var dependency = specs.get(name);
            if (dependency != null) {
                var time = untilStopped(dependency);
                after = time.compareTo(after) > 0 ? time : after;
            }
        }
        var total = spec.stopWithin().plus(after);
        known.put(spec.name(), total);
        return total;
    }
}
