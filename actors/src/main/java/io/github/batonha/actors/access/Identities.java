package io.github.batonha.actors.access;

import io.github.batonha.supervision.secrets.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.net.ssl.SSLSession;

/**
 * The ways in which a request can prove who sends it. Any thread.
 *
 * @param node whose agent this is
 * @param token of the agent, whose bearer may do everything
 * @param tokenFile where its readers find it, for refusals
 * @param logins of those whom the operating system vouches for
 * @param certificates of clients
 * @param others asked for any other bearer, with the address that it came from
 * @param console who has logged in to the console
 */
public record Identities(
        String node,
        String token,
        Path tokenFile,
        Logins logins,
        CertificateUsers certificates,
        BiFunction<String, String, Optional<Caller>> others,
        ConsoleSessions console) {

    /** Who sends this bearer, from there; empty where nobody is known by it. The time that it takes tells nothing of a secret. */
    public Optional<Caller> bearer(String bearer, String from) {
        if (isToken(bearer)) {
            return Optional.of(new Caller("token:agent of " + node, Role.ADMIN, from));
        }
        if (bearer.startsWith(Logins.PREFIX)) {
            return logins.check(bearer);
        }
        return bearer.startsWith(ApplicationTokens.PREFIX)
                ? ApplicationTokens.check(token, bearer, from)
                : others.apply(bearer, from);
    }

    /**
     * Who logs in to the console with it: as by a bearer, or with a ticket that another node had this one issue. From the address of the
     * browser, also where the operating system vouched for a command: a session counts only from there.
     */
    public Optional<Caller> login(String bearer, String from) {
        return bearer.startsWith(HandOvers.PREFIX)
                ? console.handOvers().find(bearer, from)
                : bearer(bearer, from).map(known -> new Caller(known.name(), known.role(), from));
    }

    /** Who has shown a certificate; of the role anonymous, if it has none. Empty where none was shown that counts. */
    public Optional<Caller> certificate(SSLSession session, String from) {
        return certificates.find(session, from);
    }

    /**
     * Begins a session of the console. Empty where the bearer is a login of the operating system, or a ticket, that has begun one before.
     *
     * @param bearer that {@link #login} knows the caller by. A token ends the session when it ends; a login only begins it
     */
    public Optional<String> logIn(Caller caller, String bearer) {
        if (bearer.startsWith(HandOvers.PREFIX)) {
            return console.takeOver(bearer, caller.from());
        }
        if (!bearer.startsWith(Logins.PREFIX)) {
            var token = isToken(bearer) ? "" : Sha256.hex(bearer);
            return Optional.of(console.begin(caller, () -> bearer(bearer, caller.from()), token));
        }
        return console.isFirstUse(bearer)
                ? Optional.of(console.begin(caller, () -> Optional.of(caller), ""))
                : Optional.empty();
    }

    private boolean isToken(String bearer) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), bearer.getBytes(StandardCharsets.UTF_8));
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "Identities[node=%s]".formatted(node);
    }
}
