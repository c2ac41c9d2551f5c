package io.github.batonha.conf.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Settings of the agent's HTTP port, keys {@code baton.http.*}.
 *
 * @param hosts further names by which clients may ask for the nodes
 * @param anonymous what is open to those who don't prove who they are
 * @param tls when it speaks TLS, with the certificates of the cluster port
 * @param proxies those that name users in a header
 * @param clientCertificates roles by a name of the certificate that a client shows
 */
public record HttpSettings(
        List<String> hosts,
        Anonymous anonymous,
        Tls tls,
        ProxySettings proxies,
        Map<String, String> clientCertificates) {
    /** Only the names of the definition, and health checks for everybody; no proxies. */
    public static final HttpSettings DEFAULT =
            new HttpSettings(List.of(), Anonymous.HEALTH, Tls.AUTO, ProxySettings.DEFAULT, Map.of());

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

    /** When HTTP is served by TLS. */
    public enum Tls {
        /** Where the node is not on loopback, and the cluster port has TLS. */
        AUTO,
        ON,
        OFF;

        /** As settings write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Of that word, or of a truth value; throws IllegalArgumentException if it is neither. */
        public static Tls of(String word) {
            return switch (word) {
                case "true" -> ON;
                case "false" -> OFF;
                default -> valueOf(word.toUpperCase(Locale.ROOT));
            };
        }
    }

    public HttpSettings {
        hosts = List.copyOf(hosts);
        clientCertificates = Map.copyOf(clientCertificates);
    }
}
