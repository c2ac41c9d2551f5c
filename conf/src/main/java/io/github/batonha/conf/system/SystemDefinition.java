package io.github.batonha.conf.system;

import io.github.batonha.conf.report.Place;
import java.util.List;
import java.util.Optional;

/**
 * A whole system definition, whichever form it was written in.
 *
 * @param global items that hold in every system
 * @param systems in the order of the definition
 * @param place the file
 */
public record SystemDefinition(List<Item> global, List<SystemEntry> systems, Place place) {

    public SystemDefinition {
        global = List.copyOf(global);
        systems = List.copyOf(systems);
    }

    /** The first system that has this machine among its hosts, or LOCAL_HOST. */
    public Optional<SystemEntry> applyingTo(String machine) {
        var host = names(machine).find().orElse(machine);
        return systems.stream().filter(system -> system.appliesTo(host)).findFirst();
    }

    /** What a machine may be called here. */
    public HostNames names(String machine) {
        return HostNames.of(
                systems.stream().flatMap(system -> system.hosts().stream()).toList(), machine);
    }
}
