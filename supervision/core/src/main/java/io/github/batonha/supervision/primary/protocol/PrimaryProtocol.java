package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.StoreCondition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Keeps primaryOnly processes to one node, the one that an operator chose. Pure: no clock, no I/O, no threads.
 *
 * <p>The shell feeds one event at a time, carries the effects out in order and keeps the new state. If {@link Effect.Persist}
 * fails it drops the new state and all further effects, and feeds {@link Event.PersistFailed} to the former state.
 */
public final class PrimaryProtocol {

    private static final Duration LONG_AGO = Duration.ofDays(1);

    private PrimaryProtocol() {}

    /**
     * The first step of an agent.
     *
     * @param record what the store holds, {@link PrimaryRecord#EMPTY} unless it is intact
     * @param continuing deadline of the page of {@code record.active()}, which still holds while processes of it live; empty where
     *     nothing goes on: see {@code ResumeDecision}
     */
    public static Step start(
            PrimarySettings settings, StoreCondition store, PrimaryRecord record, OptionalLong continuing, Now now) {
        var silence = switch (store) {
            case StoreCondition.Intact() -> Duration.ZERO;
            case StoreCondition.Fresh() -> settings.newcomerSilence();
            case StoreCondition.Damaged _ -> longer(settings.lease().total(), settings.newcomerSilence());
        };
        var goesOn = continuing.isPresent() && record.active().exists();
        var activity = goesOn ? new Activity.Active(record.active()) : new Activity.Clearing(record.active());
        var state = new PrimaryState(
                settings,
                store,
                now.nanos(),
                now.after(silence),
                record,
                activity,
                new Proposal.None(),
                List.of(),
                Map.of(),
                Map.of(),
                Math.max(
                        record.promise().epoch().number(),
                        record.assignment().epoch().number()),
                now.nanos() - LONG_AGO.toNanos(),
                now.nanos(),
                now.nanos(),
                Tenure.found(continuing.orElse(now.nanos()), now.nanos()),
                settings.resume() && !goesOn,
                now.nanos(),
                false,
                "");
        var step = new ProtocolStep(state, now);
        new EventHandler(step).begin();
        return step.finish();
    }

    public static Step step(PrimaryState state, Event event, Now now) {
        var step = new ProtocolStep(state, now);
        new EventHandler(step).handle(event);
        return step.finish();
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
