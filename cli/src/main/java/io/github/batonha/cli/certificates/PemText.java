package io.github.batonha.cli.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/** Writes PEM (RFC 7468). */
final class PemText {
    /** PBES2 (RFC 8018) as the JDK has it. */
    private static final String CIPHER = "PBEWithHmacSHA256AndAES_256";
    /** OWASP's figure of 2023 for PBKDF2 with HMAC-SHA-256. */
    private static final int ROUNDS = 600_000;

    private static final int COLUMNS = 64;

    private PemText() {}

    static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    static String of(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> {
                    try {
                        return block("CERTIFICATE", certificate.getEncoded());
                    } catch (CertificateEncodingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.joining());
    }

    static String encrypted(PrivateKey key, char[] passphrase) {
        try {
            var salt = new byte[16];
            var random = new SecureRandom();
            random.nextBytes(salt);
            var secret = SecretKeyFactory.getInstance(CIPHER).generateSecret(new PBEKeySpec(passphrase));
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, secret, new PBEParameterSpec(salt, ROUNDS), random);
            var info = new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(key.getEncoded()));
            return block("ENCRYPTED PRIVATE KEY", info.getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The key can't be encrypted", e);
        }
    }

    private static String block(String label, byte[] bytes) {
        var text = Base64.getMimeEncoder(COLUMNS, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, text);
    }
}
