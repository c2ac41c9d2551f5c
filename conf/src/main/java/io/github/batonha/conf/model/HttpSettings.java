package io.github.batonha.conf.model;

import java.util.List;
import java.util.Locale;

/**
 * Settings of the agent's HTTP port, keys {@code baton.http.*}.
 *
 * @param hosts further names by which clients may ask for the nodes
 * @param anonymous what is open to those who don't prove who they are
 * @param proxies those that name users in a header
 */
public record HttpSettings(List<String> hosts, Anonymous anonymous, ProxySettings proxies) {
    /** Only the names of the definition, and health checks for everybody; no proxies. */
    public static final HttpSettings DEFAULT = new HttpSettings(List.of(), Anonymous.HEALTH, ProxySettings.DEFAULT);

    /** What everybody may see. */
    public enum Anonymous {
        /** Health checks alone. */
        HEALTH,
        /** States of nodes and processes too, without any text that a process wrote. */
        VIEW;

        /** As settings write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Of that word; throws IllegalArgumentException if it is neither. */
        public static Anonymous of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public HttpSettings {
        hosts = List.copyOf(hosts);
    }
}
