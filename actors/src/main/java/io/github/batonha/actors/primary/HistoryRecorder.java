package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.protocol.Activity;
import io.github.batonha.supervision.primary.protocol.Effect;
import io.github.batonha.supervision.primary.protocol.PrimaryState;
import io.github.batonha.supervision.primary.protocol.Proposal;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks on as this node proposes, releases and starts, and tells the history what it saw: each attempt with its end and the
 * time of its phases. Decides nothing. Used by one thread at a time.
 *
 * <p>The target knows {@code ask}, {@code fence}, {@code wait}, {@code release} and {@code commit}, which follow each other; then
 * {@code spawn}, until every primaryOnly process has a pid, and {@code ready}, until every one is healthy; and {@code takeover},
 * from hearing of the release until the first process has a pid. The former primary knows two parts of its {@code release}:
 * {@code stop}, from the first signal to the end of the last process, and {@code ending}, from being asked to that end.
 */
final class HistoryRecorder {

    private final String self;
    private final Set<String> wanted;
    private final Consumer<HistoryEntry> history;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Map<Long, Attempt> attempts = new HashMap<>();
    private final Set<String> running = new HashSet<>();
    /** Null until this node was active. */
    private @Nullable Stopping stopping;

    private @Nullable Starting starting;

    /** An order under way. */
    private static final class Attempt {
        private final SetPrimaryRequest request;
        private final long beganNanos;
        private final Map<String, Long> nanos = new HashMap<>();
        private Report.Phase phase = Report.Phase.ASK;
        private long phaseEndedNanos;
        private long committedNanos;
        private long epoch;

        Attempt(SetPrimaryRequest request, long nowNanos) {
            this.request = request;
            this.beganNanos = nowNanos;
        }

        /** The former phase lasted until then; what is reported begins. */
        void enter(Report.Phase next, long elapsedNanos) {
            end(elapsedNanos);
            phase = next;
        }

        /** Whether a former primary was asked to. */
        boolean hasReleased() {
            return nanos.containsKey(HistoryEntry.RELEASE);
        }

        void end(long elapsedNanos) {
            nanos.merge(phase.name().toLowerCase(Locale.ROOT), elapsedNanos - phaseEndedNanos, Long::sum);
            phaseEndedNanos = elapsedNanos;
        }
    }

    /** The primaryOnly processes as they end. */
    private static final class Stopping {
        private final long beganNanos;
        private long firstSignalNanos;
        private long lastEndNanos;
        private boolean hasSignalled;
        private boolean hasEnded;
        private boolean isOver;

        Stopping(long beganNanos) {
            this.beganNanos = beganNanos;
        }

        /** @param isLast it was the last that ran, and does no more */
        void reported(ProcessStatus status, boolean isLast, long nowNanos) {
            isOver = isOver || isLast;
            if (status.status() == ProcessState.STOPPING && !hasSignalled) {
                hasSignalled = true;
                firstSignalNanos = nowNanos;
            }
            if (status.pid() == null && hasSignalled) {
                hasEnded = true;
                lastEndNanos = nowNanos;
            }
        }

        /** The release is told when all have ended, which may be before their last status comes, or any of them. */
        long lasted(long nowNanos) {
            return (hasEnded ? lastEndNanos : nowNanos) - (hasSignalled ? firstSignalNanos : beganNanos);
        }

        /** From being asked to the end of the last process; empty where none ran, or an end was not heard of in time. */
        OptionalLong ending() {
            return isOver && hasEnded ? OptionalLong.of(lastEndNanos - beganNanos) : OptionalLong.empty();
        }
    }

    /** The primaryOnly processes as they come up. */
    private static final class Starting {
        private final Assignment assignment;
        private final long beganNanos;
        private final OptionalLong releasedNanos;
        private final Set<String> spawned = new HashSet<>();
        private final Set<String> healthy = new HashSet<>();
        private long spawnedNanos;
        private boolean hasBegun;

        /** @param releasedNanos when the target heard that the former primary has released; empty where there was none */
        Starting(Assignment assignment, long nowNanos, OptionalLong releasedNanos) {
            this.assignment = assignment;
            this.beganNanos = nowNanos;
            this.releasedNanos = releasedNanos;
        }
    }

    HistoryRecorder(
            String self, Set<String> wanted, Consumer<HistoryEntry> history, InstantSource clock, LongSupplier ticker) {
        this.self = self;
        this.wanted = Set.copyOf(wanted);
        this.history = history;
        this.clock = clock;
        this.ticker = ticker;
    }

    static HistoryRecorder of(PrimaryDeps deps) {
        var processes = deps.processes().definition().processes().stream()
                .filter(spec -> spec.primaryOnly() && spec.start())
                .map(ChildSpec::name)
                .collect(Collectors.toSet());
        return new HistoryRecorder(
                deps.hold().settings().self(),
                processes,
                entry -> deps.history().tell(new HistoryActor.Learned(entry)),
                deps.processes().clock(),
                deps.hold().ticker());
    }

    void ordered(long order, SetPrimaryRequest request) {
        attempts.put(order, new Attempt(request, ticker.getAsLong()));
    }

    /** Before the effects of the step are told of. */
    void stepped(PrimaryState before, PrimaryState after) {
        noteEpoch(before.proposal());
        noteEpoch(after.proposal());
        if (before.activity() instanceof Activity.Active && after.activity() instanceof Activity.Ending) {
            stopping = new Stopping(ticker.getAsLong());
        }
        var released = after.record().released();
        if (released.exists() && !released.equals(before.record().released())) {
            released(released);
        }
    }

    private void noteEpoch(Proposal proposal) {
        if (proposal instanceof Proposal.Open open) {
            var attempt = attempts.get(open.order().id());
            if (attempt != null) {
                attempt.epoch = Math.max(attempt.epoch, open.epoch().number());
            }
        }
    }

    /** Tells what is known already: should the target end before it has said what came of it, this is what remains. */
    private void released(Epoch to) {
        var phases = new ArrayList<HistoryEntry.Phase>();
        var lasted = stopping == null ? 0 : stopping.lasted(ticker.getAsLong());
        phases.add(new HistoryEntry.Phase(HistoryEntry.STOP, self, millis(lasted)));
        if (stopping != null) {
            stopping.ending()
                    .ifPresent(ending -> phases.add(new HistoryEntry.Phase(HistoryEntry.ENDING, self, millis(ending))));
        }
        history.accept(new HistoryEntry(
                to.number(),
                self,
                to.host(),
                "",
                "",
                clock.instant(),
                List.of(),
                HistoryEntry.Outcome.UNFINISHED,
                "",
                List.of(),
                phases));
    }

    /** A newer assignment became known, this node's own or another's. */
    void assigned(Assignment assignment) {
        history.accept(entry(assignment, List.of()));
        starting = assignment.primary().equals(self)
                ? new Starting(assignment, ticker.getAsLong(), OptionalLong.empty())
                : null;
    }

    /** @param nowNanos of the step that tells it */
    void told(long order, Report report, long nowNanos) {
        var attempt = attempts.get(order);
        if (attempt == null) {
            return;
        }
        var elapsed = report.elapsed().toNanos();
        switch (report.outcome()) {
            case RUNNING -> {
                attempt.enter(report.phase(), elapsed);
                attempt.committedNanos = nowNanos;
            }
            case DONE -> {
                attempts.remove(order);
                // Else it was primary already, and nothing has happened. A step may go from a new epoch to its end, so
                // epochs don't tell.
                var isCommitted = attempt.phase == Report.Phase.COMMIT;
                attempt.end(ticker.getAsLong() - attempt.beganNanos);
                if (isCommitted && starting != null) {
                    history.accept(entry(starting.assignment, phases(attempt)));
                    var released =
                            attempt.hasReleased() ? OptionalLong.of(attempt.committedNanos) : OptionalLong.empty();
                    starting = new Starting(starting.assignment, ticker.getAsLong(), released);
                }
            }
            case REFUSED -> {
                attempts.remove(order);
                attempt.end(elapsed);
                history.accept(refused(attempt, report));
            }
        }
    }

    private HistoryEntry refused(Attempt attempt, Report report) {
        return new HistoryEntry(
                attempt.epoch,
                null,
                self,
                attempt.request.by(),
                attempt.request.reason(),
                clock.instant(),
                attempt.request.confirmDown(),
                HistoryEntry.Outcome.REFUSED,
                report.text(),
                List.of(),
                phases(attempt));
    }

    private List<HistoryEntry.Phase> phases(Attempt attempt) {
        return attempt.nanos.entrySet().stream()
                .map(phase -> new HistoryEntry.Phase(phase.getKey(), self, millis(phase.getValue())))
                .toList();
    }

    private static HistoryEntry entry(Assignment assignment, List<HistoryEntry.Phase> phases) {
        var excluded = new ArrayList<HistoryEntry.Exclusion>();
        assignment
                .confirmedDown()
                .forEach(host -> excluded.add(new HistoryEntry.Exclusion(host, HistoryEntry.Exclusion.How.CONFIRMED)));
        assignment
                .fenced()
                .forEach(host -> excluded.add(new HistoryEntry.Exclusion(host, HistoryEntry.Exclusion.How.FENCED)));
        return new HistoryEntry(
                assignment.epoch().number(),
                assignment.from().isEmpty() ? null : assignment.from(),
                assignment.primary(),
                assignment.by(),
                assignment.reason(),
                assignment.at(),
                List.copyOf(assignment.confirmedDown()),
                HistoryEntry.Outcome.DONE,
                "",
                excluded,
                phases);
    }

    /** A store that was written anew changes no primary: it is told as a change from the primary to itself. */
    void repaired(Effect.AppendRepair repair) {
        var why = "repaired the store of %s".formatted(self);
        var to = repair.primary().isEmpty() ? self : repair.primary();
        history.accept(new HistoryEntry(
                repair.promise().number(),
                repair.primary().isEmpty() ? null : to,
                to,
                repair.by(),
                repair.reason().isEmpty() ? why : why + ": " + repair.reason(),
                clock.instant(),
                List.of(),
                HistoryEntry.Outcome.DONE,
                "",
                List.of(),
                List.of()));
    }

    /** What a primaryOnly process of this node says of itself. */
    void reported(ProcessStatus status) {
        var hasLeft = status.pid() == null && running.remove(status.name());
        if (status.pid() != null) {
            running.add(status.name());
        }
        if (stopping != null) {
            stopping.reported(status, hasLeft && running.isEmpty(), ticker.getAsLong());
        }
        if (starting != null) {
            begins(starting, status);
            if (wanted.contains(status.name())) {
                comesUp(starting, status);
            }
        }
    }

    private void begins(Starting now, ProcessStatus status) {
        if (status.pid() != null && !now.hasBegun) {
            now.hasBegun = true;
            now.releasedNanos.ifPresent(released -> history.accept(entry(
                    now.assignment,
                    List.of(new HistoryEntry.Phase(
                            HistoryEntry.TAKEOVER, self, millis(ticker.getAsLong() - released))))));
        }
    }

    private void comesUp(Starting now, ProcessStatus status) {
        var isSpawned = status.pid() != null && now.spawned.add(status.name()) && now.spawned.containsAll(wanted);
        if (isSpawned) {
            now.spawnedNanos = ticker.getAsLong();
        }
        var isReady = (status.status() == ProcessState.HEALTHY || status.status() == ProcessState.DONE)
                && now.healthy.add(status.name())
                && now.healthy.containsAll(wanted);
        if (isReady) {
            var spawn = new HistoryEntry.Phase("spawn", self, millis(now.spawnedNanos - now.beganNanos));
            var ready = new HistoryEntry.Phase("ready", self, millis(ticker.getAsLong() - now.spawnedNanos));
            history.accept(entry(now.assignment, List.of(spawn, ready)));
            starting = null;
        }
    }

    /** To the tenth. */
    private static double millis(long nanos) {
        return Math.round(nanos / 100_000.0) / 10.0;
    }
}
