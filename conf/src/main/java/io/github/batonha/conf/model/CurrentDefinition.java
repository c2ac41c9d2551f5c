package io.github.batonha.conf.model;

import io.github.batonha.supervision.spec.ChildSpec;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** What an agent runs from at the moment. Replaced as a whole when an operator applies another revision. Any thread. */
public final class CurrentDefinition {

    private final AtomicReference<NodeDefinition> definition;

    public CurrentDefinition(NodeDefinition first) {
        this.definition = new AtomicReference<>(first);
    }

    public NodeDefinition get() {
        return definition.get();
    }

    /** What {@code <user>} says, by process, of those that have one. */
    public Map<String, String> users() {
        return get().processes().stream()
                .filter(spec -> !spec.launching().user().isEmpty())
                .collect(Collectors.toUnmodifiableMap(
                        ChildSpec::name, spec -> spec.launching().user()));
    }

    public void replace(NodeDefinition next) {
        definition.set(next);
    }

    @Override
    public String toString() {
        return "CurrentDefinition[%s]".formatted(get().hash());
    }
}
