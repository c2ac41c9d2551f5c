package io.github.batonha.actors.access;

import io.github.batonha.conf.certificates.PeerNames;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;

/**
 * Who sends a request, by the certificate that the client has shown in its handshake. Any thread.
 *
 * @param roles by name, as {@code baton.http.client-certificates} has them
 * @param verified the certificate of a session, where an authority of today vouches for it and it is no host's
 */
public record CertificateUsers(Map<String, String> roles, Function<SSLSession, Optional<X509Certificate>> verified) {
    /** Nobody: clients are not asked for one. */
    public static final CertificateUsers NONE = new CertificateUsers(Map.of(), _ -> Optional.empty());

    /** What can be logged as it is. */
    private static final Pattern NAME = Pattern.compile("[!-~]{1,200}");

    public CertificateUsers {
        roles = Map.copyOf(roles);
    }

    /** Whether clients are asked for certificates. */
    public boolean isUsed() {
        return !roles.isEmpty();
    }

    /** By the name that has the highest role; of the role anonymous, if none has one. Empty where there is no certificate that counts. */
    Optional<Caller> find(SSLSession session, String from) {
        return isUsed() ? verified.apply(session).flatMap(certificate -> caller(certificate, from)) : Optional.empty();
    }

    private Optional<Caller> caller(X509Certificate certificate, String from) {
        List<Caller> named = PeerNames.all(certificate).stream()
                .filter(NAME.asMatchPredicate())
                .map(name -> new Caller("certificate:" + name, role(name), from))
                .toList();
        return named.stream().max(Comparator.comparing(Caller::role));
    }

    private Role role(String name) {
        return Optional.ofNullable(roles.get(name)).flatMap(Role::given).orElse(Role.ANONYMOUS);
    }
}
