package io.github.batonha.cli.agent;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.client.sessions.AgentTrust;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.certificates.CertificateProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/**
 * A folder of a user who asks agents of other hosts: {@code ca.pem}, by which agents are known, and {@code token}, or {@code
 * certificate.pem} with {@code key.pem}, by which the user is. Methods block on files.
 */
record Identity(Path folder) {
    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    Path authorities() {
        return files().authorities();
    }

    private CertificateFiles files() {
        return new CertificateFiles(folder);
    }

    /** Empty where the user has none. */
    Optional<String> token() {
        var file = folder.resolve("token");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            checkMode(file);
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILED, "The token in %s can't be read (%s)".formatted(file, e), "", e);
        }
    }

    /**
     * Shows the user's certificate, where there is one.
     *
     * @param host of the URL
     * @throws IOException if the authorities can't be read
     */
    SSLContext tls(String host) throws IOException {
        return AgentTrust.of(authorities(), host, own());
    }

    private KeyManager[] own() throws IOException {
        if (!Files.exists(files().key())) {
            return new KeyManager[0];
        }
        checkMode(files().key());
        try {
            return files().read().keyManagers();
        } catch (CertificateProblem e) {
            throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), "", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate in %s can't be used: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static void checkMode(Path secret) throws IOException {
        var permissions = Files.getPosixFilePermissions(secret);
        if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "Others can read %s".formatted(secret),
                    "give `chmod 600 %s`, and have it replaced if others may have read it".formatted(secret));
        }
    }
}
