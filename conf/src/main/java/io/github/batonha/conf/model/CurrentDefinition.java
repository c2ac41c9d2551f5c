package io.github.batonha.conf.model;

import java.util.concurrent.atomic.AtomicReference;

/** What an agent runs from at the moment. Replaced as a whole when an operator applies another revision. Any thread. */
public final class CurrentDefinition {

    private final AtomicReference<NodeDefinition> definition;

    public CurrentDefinition(NodeDefinition first) {
        this.definition = new AtomicReference<>(first);
    }

    public NodeDefinition get() {
        return definition.get();
    }

    public void replace(NodeDefinition next) {
        definition.set(next);
    }

    @Override
    public String toString() {
        return "CurrentDefinition[%s]".formatted(get().hash());
    }
}
