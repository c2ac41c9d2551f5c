package io.github.batonha.supervision.lifecycle;

import java.util.ArrayList;
import java.util.List;

/** The state that follows, and what is to be done in this order. */
public record Step(State state, List<Effect> effects) {

    public Step {
        effects = List.copyOf(effects);
    }

    /** The same, with an effect in front of the others. */
    Step after(Effect first) {
        var all = new ArrayList<>(effects);
        all.addFirst(first);
        return new Step(state, all);
    }

    static Step to(State state, Effect... effects) {
        return new Step(state, List.of(effects));
    }
}
