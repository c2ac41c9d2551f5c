package io.github.batonha.actors.node;

import io.github.batonha.conf.model.HostDefinition;
import org.apache.pekko.actor.Address;

/** Where the ActorSystem of a host listens. */
final class Addresses {
    static final String SYSTEM = "baton";

    private Addresses() {}

    static Address of(HostDefinition host) {
        return new Address("pekko", SYSTEM, host.urlHost(), host.clusterPort());
    }

    /** For people, and to tell one from another. */
    static String hostPort(HostDefinition host) {
        return of(host).hostPort().substring(SYSTEM.length() + 1);
    }
}
