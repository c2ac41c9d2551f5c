package io.github.batonha.conf.certificates;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads PEM (RFC 7468): certificates, and a key in PKCS#8. */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END [A-Z ]*PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    private Pem() {}

    /** At least one. */
    static List<X509Certificate> certificates(Path file, String text) throws CertificateProblem {
        try {
            var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
            var found = CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            throw new CertificateProblem(
                    file,
                    "holds no certificate that can be read (%s)".formatted(e.getMessage()),
                    "put certificates in PEM there");
        }
        throw new CertificateProblem(
                file, "holds no certificate", "put one in PEM there, from BEGIN CERTIFICATE to END CERTIFICATE");
    }

    static PrivateKey privateKey(Path file, String text) throws CertificateProblem {
        var found = KEY.matcher(text);
        if (!found.find()) {
            throw new CertificateProblem(
                    file, "holds no private key", "put one in PEM there, from BEGIN PRIVATE KEY to END PRIVATE KEY");
        }
        if (!found.group(1).isEmpty()) {
            throw new CertificateProblem(
                    file,
                    "holds a key in the form \"%sPRIVATE KEY\", but an agent reads PKCS#8 without a passphrase"
                            .formatted(found.group(1)),
                    "convert it with 'baton certificates import'");
        }
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(2)));
            var key = ALGORITHMS.stream()
                    .flatMap(algorithm -> key(algorithm, encoded).stream())
                    .findFirst();
            if (key.isPresent()) {
                return key.get();
            }
        } catch (IllegalArgumentException damaged) {
            throw new CertificateProblem(file, "is damaged: its key is no Base64", "restore it, or issue a new pair");
        }
        throw new CertificateProblem(
                file, "holds a key that is none of " + ALGORITHMS, "issue a pair with one of these");
    }

    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }
}
