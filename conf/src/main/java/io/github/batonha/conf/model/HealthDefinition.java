package io.github.batonha.conf.model;

import java.util.Set;

/**
 * What load balancers are told on one host, and where.
 *
 * @param port of the health checks, 0 for none
 * @param agentCheckPort of HAProxy's agent check, 0 for none
 * @param weight percent of the weight that the balancer's configuration gives, or {@link #NO_WEIGHT} to say nothing of it
 * @param required processes that users need; empty for those with a port that run on every node
 */
public record HealthDefinition(int port, int agentCheckPort, int weight, Set<String> required) {

    public static final int NO_WEIGHT = -1;

    public HealthDefinition {
        required = Set.copyOf(required);
    }

    /** Otherwise the same. */
    HealthDefinition requiring(Set<String> processes) {
        return new HealthDefinition(port, agentCheckPort, weight, processes);
    }

    /** Where the definition says nothing. */
    static HealthDefinition of(HealthSettings settings) {
        return new HealthDefinition(settings.port(), settings.agentCheckPort(), NO_WEIGHT, Set.of());
    }
}
