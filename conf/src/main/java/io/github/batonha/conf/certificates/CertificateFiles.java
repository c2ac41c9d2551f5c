package io.github.batonha.conf.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The three PEM files in the folder of a node, {@code certificates/NODE}: its key, its certificate with those of its issuers, and
 * the authorities whose certificates it accepts. Methods block on files. Any thread.
 */
public record CertificateFiles(Path folder) {

    /** PKCS#8 without a passphrase; only its owner may read it. */
    public Path key() {
        return folder.resolve("key.pem");
    }

    /** The node's own first, then those between it and an authority. */
    public Path certificate() {
        return folder.resolve("certificate.pem");
    }

    /** One or more authorities: two while one takes the place of the other. */
    public Path authorities() {
        return folder.resolve("ca.pem");
    }

    /** Whether one of them is there: all are needed then. */
    public boolean isThere() {
        return all().stream().anyMatch(Files::exists);
    }

    /** Changes whenever one of the files is replaced. */
    public String version() {
        var parts = new ArrayList<String>();
        for (var file : all()) {
            try {
                var seen = Files.readAttributes(file, BasicFileAttributes.class);
                parts.add("%s %d %s".formatted(seen.lastModifiedTime(), seen.size(), seen.fileKey()));
            } catch (IOException missing) {
                parts.add("none");
            }
        }
        return String.join(", ", parts);
    }

    /**
     * Reads them and checks that the key is that of the certificate. Says nothing of names and times.
     *
     * @throws CertificateProblem if one of them can't be used
     */
    public Credentials read() throws CertificateProblem {
        var read = new Credentials(
                Pem.privateKey(key(), text(key())), certificates(certificate()), certificates(authorities()));
        checkPair(read, key());
        return read;
    }

    /**
     * Reads the certificates of any file, at least one.
     *
     * @throws CertificateProblem if there are none
     */
    public static List<X509Certificate> certificates(Path file) throws CertificateProblem {
        return Pem.certificates(file, text(file));
    }

    /**
     * Checks that the key is that of the certificate.
     *
     * @param from the file that the key is from
     * @throws CertificateProblem if it is not
     */
    public static void checkPair(Credentials read, Path from) throws CertificateProblem {
        if (!KeyPairCheck.belongs(read.key(), read.certificate().getPublicKey())) {
            throw new CertificateProblem(
                    from,
                    "is not the key of the certificate of %s"
                            .formatted(read.certificate().getSubjectX500Principal()),
                    "put a pair of one issue there");
        }
    }

    private List<Path> all() {
        return List.of(key(), certificate(), authorities());
    }

    private static String text(Path file) throws CertificateProblem {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CertificateProblem(
                    file,
                    "is not there",
                    "make it with 'baton certificates issue', or bring your own with 'baton certificates import'");
        } catch (IOException e) {
            throw new CertificateProblem(file, "can't be read: " + e, "let the user of the agent read it");
        }
    }
}
