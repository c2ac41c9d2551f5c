package io.github.batonha.conf.model;

import java.util.List;

/**
 * Settings of the agent's HTTP port, keys {@code baton.http.*}.
 *
 * @param hosts further names by which clients may ask for the nodes
 */
public record HttpSettings(List<String> hosts) {
    /** Only the names of the definition. */
    public static final HttpSettings DEFAULT = new HttpSettings(List.of());

    public HttpSettings {
        hosts = List.copyOf(hosts);
    }
}
