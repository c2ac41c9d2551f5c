package io.github.batonha.cli.certificates;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.conf.certificates.CertificateChecks;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.certificates.CertificateProblem;
import io.github.batonha.conf.certificates.Credentials;
import io.github.batonha.conf.model.HostDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings in what the firm's own PKI has issued. */
@Command(
        name = "import",
        description =
                "Takes a key and certificates that the firm's own authority has issued to certificates/NODE of the home.",
        footer = {
            "",
            "The certificate has to name the host or its Address among its subject alternative names. Nothing is changed if it "
                    + "does not, has expired, or does not belong to the key. A passphrase is asked for where there is one.",
            "",
            "Examples:",
            "  baton certificates import NodeA --certificate a.crt --key a.key --trust ca.pem",
            "  baton certificates import NodeA --pkcs12 a.p12 --trust ca.pem"
        })
final class ImportCommand extends CommandForNodes {

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "PEM: the node's certificate, then those between it and the authority.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM: its key, in any form that OpenSSL writes.")
    private @Nullable Path key;

    @Option(names = "--pkcs12", paramLabel = "FILE", description = "Key and certificates in one file instead.")
    private @Nullable Path pkcs12;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            required = true,
            description = "PEM: the authorities that the node trusts.")
    private Path authorities = Path.of("");

    ImportCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var hosts = hosts();
        if (hosts.size() != 1) {
            throw new CommandFailed(ExitCode.WRONG_USAGE, "A pair is that of one node", "name one");
        }
        var host = hosts.getFirst();
        try {
            var read = pkcs12 == null ? pem() : store(pkcs12);
            refuseBad(read, host);
            var files = files(host);
            Authority.write(files, read.key(), read.chain(), read.authorities());
            tell(
                    host,
                    "folder",
                    files.folder(),
                    read.certificate().getNotAfter().toInstant());
            return ExitCode.DONE.number();
        } catch (CertificateProblem e) {
            throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), "", e);
        } catch (IOException e) {
            throw new UncheckedIOException("The certificates of %s can't be written".formatted(host.name()), e);
        }
    }

    private void refuseBad(Credentials read, HostDefinition host) {
        var problems = CertificateChecks.problems(
                read, host, Nodes.installed(home(), context), context.clock().instant());
        if (!problems.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "Other nodes would refuse %s: %s".formatted(host.name(), String.join("; ", problems)),
                    "nothing was changed");
        }
    }

    private Credentials pem() throws CertificateProblem {
        if (certificate == null || key == null) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE, "It is not said what to import", "give --certificate and --key, or --pkcs12");
        }
        return checked(key, ForeignKey.read(key, this::passphrase), CertificateFiles.certificates(certificate));
    }

    private Credentials checked(Path from, PrivateKey found, List<X509Certificate> chain) throws CertificateProblem {
        var read = new Credentials(found, chain, CertificateFiles.certificates(authorities));
        CertificateFiles.checkPair(read, from);
        return read;
    }

    private char[] passphrase() {
        return context.askSecretly("Passphrase of the key (not shown): ");
    }

    private Credentials store(Path file) throws CertificateProblem {
        var password = passphrase();
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            for (var alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey found) {
                    return checked(
                            file,
                            found,
                            Arrays.stream(store.getCertificateChain(alias))
                                    .map(X509Certificate.class::cast)
                                    .toList());
                }
            }
        } catch (CertificateProblem e) {
            throw e;
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "%s can't be opened: %s".formatted(file, e.getMessage()),
                    "give the right passphrase",
                    e);
        } finally {
            Arrays.fill(password, '\0');
        }
        throw new CommandFailed(ExitCode.FAILED, file + " holds no private key", "");
    }
}
