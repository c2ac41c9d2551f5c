package io.github.batonha.supervision.drain;

import java.util.List;

/** What became of a drain upon an event, and what is to be done. */
public record DrainStep(DrainState state, List<DrainEffect> effects) {
    public DrainStep {
        effects = List.copyOf(effects);
    }

    static DrainStep to(DrainState state, DrainEffect... effects) {
        return new DrainStep(state, List.of(effects));
    }
}
