package io.github.batonha.actors.api;

import java.util.List;

/**
 * {@code GET /api/v1/console}: the caller of the console, and the system that it belongs to.
 *
 * @param node that is asked
 * @param name as authenticated
 * @param role in lower case
 * @param session whether the caller has logged in to the console, and can log out
 * @param certificates whether the agent asks browsers for certificates
 * @param hosts of the definition, with the address of the console of each
 */
public record ConsoleCaller(
        String node, String system, String name, String role, boolean session, boolean certificates, List<Host> hosts) {
    public ConsoleCaller {
        hosts = List.copyOf(hosts);
    }

    /** A host and where its console is. */
    public record Host(String name, String url) {}
}
