package io.github.batonha.conf.model;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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

    /**
     * Those of the processes that decide whether users come where the definition names none: with a port and not primaryOnly, else
     * with a port, else all. A batch job that fails must not take all nodes away from the users: it fails on each of them. Nor
     * must a switchover: primaryOnly processes stop on one node, then start on the other, and every other node serves users without
     * them anyway.
     *
     * @param processes that should run, in whatever form
     */
    public static <T> List<T> deciding(List<T> processes, Predicate<T> hasPort, Predicate<T> primaryOnly) {
        var withPort = processes.stream().filter(hasPort).toList();
        var everywhere = withPort.stream().filter(primaryOnly.negate()).toList();
        if (!everywhere.isEmpty()) {
            return everywhere;
        }
        return withPort.isEmpty() ? processes : withPort;
    }

    /** Otherwise the same. */
    HealthDefinition requiring(Set<String> processes) {
        return new HealthDefinition(port, agentCheckPort, weight, processes);
    }
}
