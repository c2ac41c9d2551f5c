package io.github.batonha.e2e;

import io.github.batonha.cli.certificates.Authority;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.install.InstalledRevision;
import io.github.batonha.conf.model.BatonHome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Certificates of nodes whose homes stand side by side, by an authority that stands beside them. */
public final class Certified {
    private static final Duration VALID = Duration.ofDays(300);

    private Certified() {}

    /** Issues that of a node to its home, where the definition is installed. */
    public static void node(Path home, String node) {
        by(home.resolveSibling("authority"), home, node);
    }

    /** Issues that of a user, for {@code baton.http.client-certificates}. */
    static CertificateFiles user(Path home, String name) {
        var to = new CertificateFiles(new BatonHome(home).certificates("users").resolve(name));
        Authority.open(home.resolveSibling("authority"), () -> new char[0]).issueUser(name, to, Instant.now(), VALID);
        return to;
    }

    /** The same by the authority of a folder, which is made where there is none. */
    static void by(Path folder, Path home, String node) {
        by(folder, home, node, VALID);
    }

    /** The same, for a time. */
    static void by(Path folder, Path home, String node, Duration valid) {
        var now = Instant.now();
        var authority = Authority.isIn(folder)
                ? Authority.open(folder, () -> new char[0])
                : Authority.create(folder, new char[0], now, VALID.multipliedBy(2));
        var target = new BatonHome(home);
        InstalledRevision.hosts(target, Map.of()).stream()
                .filter(host -> host.name().equals(node))
                .forEach(host -> authority.issue(host, new CertificateFiles(target.certificates(node)), now, valid));
    }
}
