package io.github.batonha.conf.certificates;

import io.github.batonha.conf.model.HostDefinition;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with the certificates of a node, or soon will be. Pure. */
public final class CertificateChecks {
    /** For so long before its end a certificate is warned of. */
    public static final Duration WARNED_BEFORE = Duration.ofDays(30);

    private CertificateChecks() {}

    /** Why other nodes refuse this one; empty where they don't. Each says what to do. */
    public static List<String> problems(
            Credentials credentials, HostDefinition self, List<HostDefinition> hosts, Instant now) {
        var problems = new ArrayList<String>();
        var certificate = credentials.certificate();
        var named = PeerNames.hosts(certificate, hosts);
        if (!named.contains(self.name())) {
            problems.add(
                    "the certificate names %s, and not %s nor its Address %s: issue one with 'baton certificates issue %2$s'"
                            .formatted(namesOf(certificate), self.name(), self.address()));
        }
        if (now.isAfter(end(certificate))) {
            problems.add("the certificate has expired at %s: issue a new one with 'baton certificates renew %s'"
                    .formatted(end(certificate), self.name()));
        } else if (now.isBefore(certificate.getNotBefore().toInstant())) {
            problems.add("the certificate is not valid before %s: check the clock of this machine"
                    .formatted(certificate.getNotBefore().toInstant()));
        } else if (!isIssued(credentials, now)) {
            problems.add(
                    "no authority in ca.pem has issued the certificate: put the certificate of its issuer (%s) there"
                            .formatted(certificate.getIssuerX500Principal()));
        }
        return problems;
    }

    /** Says that the certificate, or an authority that it needs, ends within 30 days. */
    public static Optional<String> warning(Credentials credentials, String node, Instant now) {
        var end = firstEnd(credentials);
        var left = Duration.between(now, end);
        if (left.isNegative()) {
            return Optional.of(
                    "the certificate of %s has expired at %s: no other node talks with it; issue a new one with 'baton certificates renew %1$s'"
                            .formatted(node, end));
        }
        return left.compareTo(WARNED_BEFORE) > 0
                ? Optional.empty()
                : Optional.of(
                        "the certificate of %s expires at %s, in %d days: issue a new one with 'baton certificates renew %1$s'"
                                .formatted(node, end, left.toDays()));
    }

    /** When the certificate, or the last of the authorities, ends: whichever is first. */
    public static Instant firstEnd(Credentials credentials) {
        var own = end(credentials.certificate());
        var authorities = credentials.authorities().stream()
                .map(CertificateChecks::end)
                .max(Instant::compareTo)
                .orElse(own);
        return own.isBefore(authorities) ? own : authorities;
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static String namesOf(X509Certificate certificate) {
        var names = PeerNames.of(certificate);
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    private static boolean isIssued(Credentials credentials, Instant now) {
        try {
            Set<TrustAnchor> anchors = credentials.authorities().stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet());
            var rules = new PKIXParameters(anchors);
            rules.setRevocationEnabled(false);
            rules.setDate(Date.from(now));
            var chain = credentials.chain().stream()
                    .filter(certificate -> !credentials.authorities().contains(certificate))
                    .toList();
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), rules);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
