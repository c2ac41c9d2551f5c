package io.github.batonha.supervision.primary.schedule;

import java.util.List;

/** What an event leads to. */
public record ScheduleStep(ScheduleState state, List<ScheduleEffect> effects) {

    public ScheduleStep {
        effects = List.copyOf(effects);
    }

    static ScheduleStep of(ScheduleState state, ScheduleEffect... effects) {
        return new ScheduleStep(state, List.of(effects));
    }

    ScheduleStep withoutPersist() {
        return new ScheduleStep(
                state,
                effects.stream()
                        .filter(effect -> !(effect instanceof ScheduleEffect.Persist))
                        .toList());
    }
}
