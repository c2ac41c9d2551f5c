package io.github.batonha.actors.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256. */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    static byte[] of(byte[] key, byte[] payload) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each Java has " + ALGORITHM, e);
        }
    }

    /** The time that it takes tells nothing of the right one. */
    static boolean isRight(byte[] key, byte[] payload, byte[] given) {
        return MessageDigest.isEqual(of(key, payload), given);
    }
}
