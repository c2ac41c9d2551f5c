package io.github.batonha.e2e;

import io.github.batonha.conf.certificates.CertificateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The home of a user of Chromium: which authorities the browser trusts, and the certificate that it shows. Made by the tools of NSS. */
final class BrowserHome {
    private static final String PASSWORD = "only-in-this-test";

    private final Path folder;

    private BrowserHome(Path folder) {
        this.folder = folder;
    }

    static boolean hasTools() {
        return Stream.of("certutil", "pk12util", "openssl")
                .allMatch(tool -> Files.isExecutable(Path.of("/usr/bin", tool)));
    }

    static BrowserHome in(Path folder) throws IOException {
        var home = new BrowserHome(folder);
        Files.createDirectories(home.store());
        if (hasTools()) {
            run("certutil", "-N", "-d", home.database(), "--empty-password");
        }
        return home;
    }

    /** Where the tools are missing, the browser takes any certificate of a server. */
    BrowserHome trusting(Path authorities) {
        if (hasTools()) {
            run("certutil", "-A", "-d", database(), "-n", "system", "-t", "C,,", "-i", authorities.toString());
        }
        return this;
    }

    /** Shows this certificate there without a question to the user. */
    BrowserHome with(CertificateFiles identity, String origin) throws IOException {
        var packed = folder.resolve("identity.p12").toString();
        run(
                "openssl",
                "pkcs12",
                "-export",
                "-in",
                identity.certificate().toString(),
                "-inkey",
                identity.key().toString(),
                "-out",
                packed,
                "-passout",
                "pass:" + PASSWORD);
        run("pk12util", "-i", packed, "-d", database(), "-W", PASSWORD, "-K", "");
        Files.writeString(
                policy(),
                "{\"AutoSelectCertificateForUrls\": [\"{\\\"pattern\\\": \\\"%s\\\", \\\"filter\\\": {}}\"]}"
                        .formatted(origin));
        return this;
    }

    Path folder() {
        return folder;
    }

    Path profile() {
        return folder.resolve("profile");
    }

    List<String> arguments() {
        return hasTools() ? List.of() : List.of("--ignore-certificate-errors");
    }

    /** The program that Selenium starts in place of the driver. */
    Path driver(Path driver) {
        if (!Files.exists(policy())) {
            return driver;
        }
        try {
            // Policies are read from there alone, by all browsers of the machine: this one gets mounts of its own.
            var script = Files.writeString(folder.resolve("driver"), """
                    #!/bin/sh
                    [ "$1" = policy ] || exec unshare --mount "$0" policy "$@"
                    shift
                    mount -t tmpfs tmpfs /etc/chromium && mkdir -p /etc/chromium/policies/managed && cp '%s' /etc/chromium/policies/managed || exit 1
                    exec '%s' "$@"
                    """.formatted(policy(), driver));
            return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path policy() {
        return folder.resolve("policy.json");
    }

    private Path store() {
        return folder.resolve(".pki/nssdb");
    }

    private String database() {
        return "sql:" + store();
    }

    private static void run(String... command) {
        Commands.run(List.of(command), Map.of()).orFail();
    }
}
