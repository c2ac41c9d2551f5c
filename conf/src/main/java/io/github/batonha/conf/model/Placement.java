package io.github.batonha.conf.model;

import java.util.List;

/**
 * A process that runs on some hosts of the system alone, by its tag {@code <hosts>}.
 *
 * @param hosts in the order of the definition, not empty
 */
public record Placement(String process, String group, boolean primaryOnly, List<String> hosts) {

    public Placement {
        hosts = List.copyOf(hosts);
    }

    public boolean isOn(String host) {
        return hosts.contains(host);
    }

    /** {@code NodeA, NodeB}. */
    public String shown() {
        return String.join(", ", hosts);
    }
}
