package io.github.batonha.actors.tls;

import io.github.batonha.conf.certificates.CertificateChecks;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.certificates.CertificateProblem;
import io.github.batonha.conf.certificates.PeerNames;
import io.github.batonha.conf.model.HostDefinition;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import scala.Option;

/**
 * Mutual TLS 1.3 of the cluster port. A peer has to show a certificate that an authority of {@code ca.pem} issued and that names a host
 * of the definition; whoever is called has to be the host at that address. It looks at its files every few seconds and
 * takes them anew where they changed: connections go on, but those of peers that the new authorities did not issue are closed. Lives as long as the
 * agent. Any thread.
 */
public final class ClusterTls implements SSLEngineProvider {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /** It verifies signatures. */
    private static final Duration CHECK_EVERY = Duration.ofMinutes(1);

    private static final Duration SAY_AGAIN = Duration.ofHours(24);
    private static final int MOST_KINDS = 50;
    /**
     * The JVM of an agent compiles without the instructions of the CPU for AES. A report of 12 kB takes it 0.5 ms by AES-GCM, and less than
     * 0.1 ms by this suite.
     */
    private static final String FASTEST = "TLS_CHACHA20_POLY1305_SHA256";

    private final CertificateFiles files;
    private final HostDefinition self;
    private final List<HostDefinition> hosts;
    private final int mostInFrame;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<String, Long> said = new HashMap<>();
    private Consumer<String> trouble = _ -> {};
    private volatile String warning = "";
    private String lastSeen;
    private long checkedAt;
    private volatile long lookedAt;
    private volatile Material material;

    private ClusterTls(
            CertificateFiles files,
            Material material,
            HostDefinition self,
            List<HostDefinition> hosts,
            int mostInFrame,
            InstantSource clock,
            LongSupplier nanos) {
        this.files = files;
        this.material = material;
        this.self = self;
        this.hosts = List.copyOf(hosts);
        this.mostInFrame = mostInFrame;
        this.clock = clock;
        this.nanos = nanos;
        this.lastSeen = material.version();
        this.lookedAt = nanos.getAsLong();
    }

    /**
     * Reads the files. Blocks.
     *
     * @param hosts all of the definition
     * @param mostInFrame bytes of a frame that the cluster port takes
     * @param nanos monotonic
     * @throws CertificateProblem if they can't be used
     */
    public static ClusterTls open(
            CertificateFiles files,
            HostDefinition self,
            List<HostDefinition> hosts,
            int mostInFrame,
            InstantSource clock,
            LongSupplier nanos)
            throws CertificateProblem {
        return new ClusterTls(files, Material.read(files), self, hosts, mostInFrame, clock, nanos);
    }

    /** Hears of everything that an operator has to do something about, each once a day; first of what is wrong with the files. */
    public void onTrouble(Consumer<String> to) {
        synchronized (said) {
            trouble = to;
        }
        checkOwn();
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        var engine = current().context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        var guarded = guarded(engine, "");
        if (Descriptors.areScarce()) {
            guarded.refuse(
                    "connections from outside are refused: nearly all descriptors of the agent are in use, so let only the hosts of"
                            + " the system reach port %d (see docs/security.md)".formatted(self.clusterPort()));
        }
        return guarded;
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        var engine = current().context().createSSLEngine(hostname, port);
        engine.setUseClientMode(true);
        return guarded(engine, hostname + ":" + port);
    }

    /**
     * For a connection to the HTTP port, whose clients need no certificate.
     *
     * @param asksForCertificate whether a client may show one: the handshake fails if it shows another authority's
     */
    public SSLEngine httpEngine(boolean asksForCertificate) {
        var engine = current().context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setWantClientAuth(asksForCertificate);
        engine.setEnabledProtocols(new String[] {Material.PROTOCOL, "TLSv1.2"});
        return engine;
    }

    /**
     * The certificate of a client of the HTTP port, if it has shown one that counts now: it may have expired or lost its authority since
     * the handshake. That of a host never counts, so that nobody who gets at one gives orders as a person.
     */
    public Optional<X509Certificate> client(SSLSession session) {
        try {
            var certificate = certificate(session);
            return PeerNames.hosts(certificate, hosts).isEmpty()
                            && distrust(current(), session).isEmpty()
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    /** For a connection to the HTTP port of another node, whose certificate may name the host or its address. */
    public void secure(HttpsURLConnection connection, HostDefinition host) {
        connection.setSSLSocketFactory(current().context().getSocketFactory());
        connection.setHostnameVerifier((_, session) -> isOf(session, host));
    }

    private boolean isOf(SSLSession session, HostDefinition host) {
        try {
            return PeerNames.hosts(certificate(session), hosts).contains(host.name());
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    /** Those whose certificates are accepted. */
    public Path authorities() {
        return files.authorities();
    }

    private GuardedEngine guarded(SSLEngine engine, String called) {
        engine.setEnabledProtocols(new String[] {Material.PROTOCOL});
        engine.setEnabledCipherSuites(fastestFirst(engine.getEnabledCipherSuites()));
        return new GuardedEngine(engine, this, called, mostInFrame);
    }

    /** The others stay: an agent of an earlier release may want one of them, and a JDK may lack the fastest. */
    private static String[] fastestFirst(String[] suites) {
        return Arrays.stream(suites)
                .sorted(Comparator.comparing(suite -> !suite.equals(FASTEST)))
                .toArray(String[]::new);
    }

    /** Of a connection to the host: Pekko calls the session by the side that it is on. */
    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        var called = hosts.stream()
                .filter(host -> host.urlHost().equals(hostname) && host.clusterPort() == session.getPeerPort())
                .map(HostDefinition::name)
                .collect(Collectors.toSet());
        return refusal(session, names -> called.isEmpty() || names.stream().anyMatch(called::contains), hostname);
    }

    /** Of a connection from somewhere. */
    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return refusal(session, names -> !names.isEmpty(), "");
    }

    private interface Accepted {
        boolean test(Set<String> names);
    }

    private Option<Throwable> refusal(SSLSession session, Accepted accepted, String called) {
        try {
            var certificate = certificate(session);
            if (accepted.test(PeerNames.hosts(certificate, hosts))) {
                return Option.empty();
            }
            var why = "the certificate of %s names %s, %s"
                    .formatted(
                            certificate.getSubjectX500Principal(),
                            PeerNames.of(certificate),
                            called.isEmpty() ? "which is no host of the definition" : "and not the host at " + called);
            tell(why);
            return Option.apply(new SSLPeerUnverifiedException(why));
        } catch (SSLPeerUnverifiedException e) {
            return Option.apply(e);
        }
    }

    /** The nodes that the peer of an open connection may speak for. */
    Set<String> speaksFor(SSLSession session) throws SSLPeerUnverifiedException {
        return PeerNames.hosts(certificate(session), hosts);
    }

    private static X509Certificate certificate(SSLSession session) throws SSLPeerUnverifiedException {
        return (X509Certificate) session.getPeerCertificates()[0];
    }

    /** Whether the authorities of today still vouch for the peer. */
    static Optional<String> distrust(Material material, SSLSession session) throws SSLPeerUnverifiedException {
        var chain = Arrays.stream(session.getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
        try {
            material.trust().checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return Optional.empty();
        } catch (CertificateException e) {
            return Optional.of(
                    "%s is trusted no more: %s".formatted(chain[0].getSubjectX500Principal(), e.getMessage()));
        }
    }

    /** When the first of the node's own certificates ends. */
    public Instant end() {
        return current().credentials().chain().stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    /** The newest that could be read. Looks at the files from time to time. */
    Material current() {
        if (isOlder(lookedAt, LOOK_EVERY)) {
            look();
        }
        return material;
    }

    /**
     * Three files are not replaced at once: what is taken has to be the same at two looks, with the pause between them. Threads that come
     * for the same look find it done.
     */
    private synchronized void look() {
        if (!isOlder(lookedAt, LOOK_EVERY)) {
            return;
        }
        lookedAt = nanos.getAsLong();
        var before = lastSeen;
        lastSeen = files.version();
        if (!lastSeen.equals(material.version()) && lastSeen.equals(before)) {
            try {
                material = Material.read(files);
            } catch (CertificateProblem e) {
                tell("the certificates were changed, but can't be used, so the old ones stay: " + e.getMessage());
                return;
            }
            checkOwn();
        } else if (isOlder(checkedAt, CHECK_EVERY)) {
            checkOwn();
        }
    }

    private boolean isOlder(long at, Duration age) {
        return nanos.getAsLong() - at > age.toNanos();
    }

    private synchronized void checkOwn() {
        checkedAt = nanos.getAsLong();
        var now = clock.instant();
        var credentials = material.credentials();
        var found = new ArrayList<>(CertificateChecks.problems(credentials, self, hosts, now));
        if (found.isEmpty()) {
            CertificateChecks.warning(credentials, self.name(), now).ifPresent(found::add);
        }
        found.forEach(this::tell);
        warning = String.join("; ", found);
    }

    /** What is wrong with the node's own certificates or soon will be; empty where nothing is. */
    public String warning() {
        return warning;
    }

    /** Strangers may try a thousand times a second: each kind of trouble is said once a day, and no more kinds than are read. */
    void tell(String why) {
        synchronized (said) {
            var now = nanos.getAsLong();
            said.values().removeIf(at -> now - at > SAY_AGAIN.toNanos());
            if (said.size() < MOST_KINDS && said.putIfAbsent(why, now) == null) {
                trouble.accept("Cluster port: " + why);
            }
        }
    }
}
