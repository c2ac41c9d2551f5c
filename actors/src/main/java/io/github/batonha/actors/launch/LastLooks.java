package io.github.batonha.actors.launch;

import io.github.batonha.supervision.probe.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The last look of each probe at the processes of a node. Those of a process that ended stay. Any thread. */
public final class LastLooks {

    /** What a look is for. */
    public enum Kind {
        READINESS,
        LIVENESS
    }

    /** A probe of a process. */
    public record Looked(String process, Kind kind) {}

    /** When it began by the wall clock, how long it took, and what it told. */
    public record Look(Instant at, Duration took, Answer answer) {}

    private final Map<Looked, Look> last = new ConcurrentHashMap<>();

    /** A look has come to an end, well or not. */
    public void ended(Looked looked, Look look) {
        last.put(looked, look);
    }

    /** Empty where the probe has looked at nothing yet. */
    public Optional<Look> last(Looked looked) {
        return Optional.ofNullable(last.get(looked));
    }

    /** How long they took, of each probe that has looked at something. */
    public Map<Looked, Duration> times() {
        return last.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, look -> look.getValue().took()));
    }
}
