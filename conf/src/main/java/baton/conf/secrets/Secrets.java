package baton.conf.secrets;

import javax.crypto.SecretKey;

/**
 * Encrypts and decrypts single values with AES-256-GCM. A value reads {@code baton:1:KEYID:BASE64}: format version, a
 * fingerprint of the key (so that a wrong key is told apart from damage), and nonce, cipher text and tag.
 */
public final class Secrets {

    private Secrets() {}

    /** Every call gives another text, because the nonce is random. The caller wipes {@code clear}. */
    @SuppressWarnings("DoNotCallSuggester")
    public static String encrypt(char[] clear, SecretKey key) {
        throw new UnsupportedOperationException("encrypt");
    }

    /** A new random key as people keep it: 32 bytes in base64. */
    @SuppressWarnings("DoNotCallSuggester")
    public static String newKey() {
        throw new UnsupportedOperationException("newKey");
    }
}
