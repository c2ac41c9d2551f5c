package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;

import io.github.batonha.cli.certificates.Authority;
import io.github.batonha.client.sessions.AgentTrust;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.certificates.CertificateProblem;
import io.github.batonha.conf.install.InstalledRevision;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.HostDefinition;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Another authority and other certificates for agents that run in one home, by the steps of docs/security.md. Each is awaited. */
final class CertificateRotation {
    private static final int CLUSTER_PORT = 6000;
    private static final Duration TAKEN_UP = ofSeconds(60);
    private static final int REFUSED_WITHIN_MILLIS = 500;

    private final TestCluster cluster;
    private final BatonHome home;
    private final Path folder;
    private final List<HostDefinition> hosts;

    /** {@code folder} is for certificates of the test. */
    CertificateRotation(TestCluster cluster, Path home, Path folder) {
        this.cluster = cluster;
        this.home = new BatonHome(home);
        this.folder = folder;
        this.hosts = InstalledRevision.hosts(this.home, Map.of());
    }

    /** The first authority and certificates, before the agents start. */
    void begin() {
        certificates("init");
        certificates("issue", "--all");
    }

    void rotate() throws IOException {
        var host = hosts.getFirst();
        var old = folder.resolve("old");
        copy(files(host).folder(), old);
        var next = folder.resolve("next");

        certificates("init", "--replace");
        Authority.open(home.certificates("ca"), () -> new char[0])
                .issue(host, new CertificateFiles(next), Instant.now(), Duration.ofDays(1));
        certificates("trust", "--all");
        await("trusts the new authority", each -> accepts(each, next));
        certificates("renew", "--all");
        await("shows its new certificate", each -> serial(each).equals(shown(each)));
        certificates("trust", "--all", "--only-newest");
        await("trusts the old authority no more", each -> !accepts(each, old));
    }

    private void certificates(String... words) {
        var command = new String[words.length + 1];
        command[0] = "certificates";
        System.arraycopy(words, 0, command, 1, words.length);
        cluster.baton(hosts.getFirst().name(), command).orFail();
    }

    private interface Look {
        boolean at(HostDefinition host) throws IOException;
    }

    private void await(String what, Look look) {
        for (var host : hosts) {
            eventually("%s %s".formatted(host.name(), what), TAKEN_UP, () -> look.at(host));
        }
    }

    private CertificateFiles files(HostDefinition host) {
        return new CertificateFiles(home.certificates(host.name()));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var all = Files.list(from)) {
            for (var file : all.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    private BigInteger serial(HostDefinition host) throws CertificateProblem {
        return files(host).read().certificate().getSerialNumber();
    }

    private BigInteger shown(HostDefinition host) throws IOException {
        try (var socket = connect(host, files(host).folder())) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    /** An agent refuses after the client's part of the handshake: what it accepts stays silent. */
    private boolean accepts(HostDefinition host, Path certificate) {
        try (var socket = connect(host, certificate)) {
            socket.setSoTimeout(REFUSED_WITHIN_MILLIS);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** It trusts whom the host trusts by its files, and shows a certificate. */
    private SSLSocket connect(HostDefinition host, Path certificate) throws IOException {
        var socket = (SSLSocket) context(host, certificate).getSocketFactory().createSocket();
        socket.connect(new InetSocketAddress(host.address(), CLUSTER_PORT), (int) TAKEN_UP.toMillis());
        socket.startHandshake();
        return socket;
    }

    private SSLContext context(HostDefinition host, Path certificate) throws IOException {
        try {
            var own = new CertificateFiles(certificate).read().keyManagers();
            return AgentTrust.of(files(host).authorities(), host.name(), own);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
