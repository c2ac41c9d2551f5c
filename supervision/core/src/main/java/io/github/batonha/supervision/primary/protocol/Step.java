package io.github.batonha.supervision.primary.protocol;

import java.util.List;

/** What follows from an event. */
public record Step(PrimaryState state, List<Effect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }
}
