package io.github.batonha.conf.model;

import io.github.batonha.conf.parsing.HostAddress;

/**
 * A host of the system that applies.
 *
 * @param name as the definition has it; nodes are called so everywhere
 * @param address item {@code Address}, by default the name; resolved by whoever connects. An IPv6 address without brackets
 * @param clusterPort Pekko remoting, item {@code ClusterPort}, default 6000
 * @param httpPort Pekko Management, item {@code ManagementPort}, default 8558
 * @param fence how another host switches it off, items {@code FenceCommand} and {@code FenceTimeoutSeconds}
 * @param isWitness it votes under guard MAJORITY and runs no processes, item {@code Witness}
 */
public record HostDefinition(
        String name, String address, int clusterPort, int httpPort, FenceCommand fence, boolean isWitness) {
    /** Of a host that runs processes. */
    public HostDefinition(String name, String address, int clusterPort, int httpPort, FenceCommand fence) {
        this(name, address, clusterPort, httpPort, fence, false);
    }

    /** The address as URLs and Pekko have it: IPv6 in brackets. */
    public String urlHost() {
        return HostAddress.inUrl(address);
    }
}
