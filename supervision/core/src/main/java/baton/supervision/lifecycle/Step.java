package baton.supervision.lifecycle;

import java.util.List;

/** The state that follows, and what is to be done in this order. */
public record Step(State state, List<Effect> effects) {

    public Step {
        effects = List.copyOf(effects);
    }

    static Step to(State state, Effect... effects) {
        return new Step(state, List.of(effects));
    }
}
