package io.github.batonha.conf.certificates;

import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.parsing.HostAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts of a definition a certificate speaks for, by its subject alternative names (RFC 5280, 4.2.1.6): those whose name it
 * has as a DNS name, else those whose Address it has as a DNS name or IP address. The common name does not count, wildcards neither.
 */
public final class PeerNames {
    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    private PeerNames() {}

    /** Names of hosts; empty for a stranger. */
    public static Set<String> hosts(X509Certificate certificate, Collection<HostDefinition> hosts) {
        var names = of(certificate);
        var byName = named(hosts, host -> names.stream().anyMatch(host.name()::equalsIgnoreCase));
        return byName.isEmpty()
                ? named(hosts, host -> names.stream().anyMatch(name -> isSame(name, host.address())))
                : byName;
    }

    /** All DNS names and IP addresses of a certificate, in its order. */
    public static List<String> of(X509Certificate certificate) {
        return names(certificate, Set.of(DNS, IP));
    }

    /** The same, and e-mail addresses and URIs, which name people and programs. */
    public static List<String> all(X509Certificate certificate) {
        return names(certificate, Set.of(EMAIL, DNS, URI, IP));
    }

    private static List<String> names(X509Certificate certificate, Set<Integer> kinds) {
        var names = new ArrayList<String>();
        try {
            for (var name : alternatives(certificate.getSubjectAlternativeNames())) {
                if (name.getFirst() instanceof Integer kind && kinds.contains(kind)) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names;
    }

    private static Collection<List<?>> alternatives(@Nullable Collection<List<?>> names) {
        return names == null ? List.of() : names;
    }

    private static Set<String> named(Collection<HostDefinition> hosts, Predicate<HostDefinition> which) {
        return hosts.stream().filter(which).map(HostDefinition::name).collect(Collectors.toUnmodifiableSet());
    }

    /** A host's address has one form already; an IPv6 address of a certificate may have another. */
    private static boolean isSame(String name, String address) {
        return name.equalsIgnoreCase(address)
                || (HostAddress.parse(name) instanceof HostAddress.Parsed.Valid(var one) && one.equals(address));
    }
}
