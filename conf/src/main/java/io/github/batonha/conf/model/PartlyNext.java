package io.github.batonha.conf.model;

import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.EnvironmentSource;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What processes get when some of them run from another revision than the rest. */
record PartlyNext(Set<String> processes, EnvironmentSource next, EnvironmentSource rest) implements EnvironmentSource {

    PartlyNext {
        processes = Set.copyOf(processes);
    }

    private EnvironmentSource of(ChildSpec spec) {
        return processes.contains(spec.name()) ? next : rest;
    }

    @Override
    public Resolution resolve(ChildSpec spec) {
        return of(spec).resolve(spec);
    }

    @Override
    public Set<String> secrets() {
        var all = new HashSet<>(rest.secrets());
        all.addAll(next.secrets());
        return all;
    }

    @Override
    public String item(String name) throws IOException {
        return rest.item(name);
    }

    @Override
    public Map<String, String> defined(ChildSpec spec) {
        return of(spec).defined(spec);
    }
}
