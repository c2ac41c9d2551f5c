package io.github.batonha.conf.secrets;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts and decrypts single values with AES-256-GCM. A value reads {@code baton:1:KEYID:BASE64}: format version, a
 * fingerprint of the key (so that a wrong key is told apart from damage), and nonce, cipher text and tag. All that stands
 * before the last colon is authenticated too. Any thread.
 */
public final class Secrets {

    private static final Pattern FORMAT = Pattern.compile("baton:(\\d+):([0-9a-f]{8}):([A-Za-z0-9+/=]+)");
    private static final String VERSION = "1";
    private static final String DAMAGED = "is damaged cipher text: encrypt the value again with baton encrypt";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** What became of an attempt to decrypt. */
    public sealed interface Decryption {

        /** Stands in clear: nobody keeps, logs or shows it. */
        record Clear(String value) implements Decryption {
            @Override
            public String toString() {
                return "Clear[not shown]";
            }
        }

        /** The reason names neither value nor key. */
        record Failed(String reason) implements Decryption {}
    }

    /** Every call gives another text, because the nonce is random. The caller wipes {@code clear}. */
    public static String encrypt(char[] clear, SecretKey key) {
        var bytes = utf8(clear);
        try {
            var header = "baton:%s:%s:".formatted(VERSION, fingerprint(key));
            var nonce = new byte[NONCE_BYTES];
            RANDOM.nextBytes(nonce);
            var cipherText = cipher(Cipher.ENCRYPT_MODE, key, nonce, header).doFinal(bytes);
            var body = ByteBuffer.allocate(nonce.length + cipherText.length)
                    .put(nonce)
                    .put(cipherText);
            return header + Base64.getEncoder().encodeToString(body.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime can't encrypt with AES-256-GCM", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Fails, and says why, for another format or key and for a value of which a single bit was changed. */
    public static Decryption decrypt(String text, SecretKey key) {
        var refusal = formatProblem(text);
        if (refusal.isPresent()) {
            return new Decryption.Failed(refusal.get());
        }
        var matcher = FORMAT.matcher(text);
        if (!matcher.matches() || !matcher.group(2).equals(fingerprint(key))) {
            return new Decryption.Failed("was encrypted with another key than GenesisKey holds now:"
                    + " encrypt it again with baton encrypt, or restore the earlier key");
        }
        try {
            var body = Base64.getDecoder().decode(matcher.group(3));
            var header = text.substring(0, matcher.start(3));
            var cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(body, NONCE_BYTES), header);
            return clear(cipher.doFinal(body, NONCE_BYTES, body.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return new Decryption.Failed(DAMAGED);
        }
    }

    /** Why a text can't be cipher text at all; empty if it looks like some. Never quotes the text. */
    public static Optional<String> formatProblem(String text) {
        var matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return Optional.of("is not cipher text of the form baton:1:…: encrypt the value with baton encrypt");
        }
        if (!matcher.group(1).equals(VERSION)) {
            return Optional.of("is cipher text of format %s, but this baton knows only format %s: use the newer baton"
                    .formatted(matcher.group(1), VERSION));
        }
        return isBody(matcher.group(3)) ? Optional.empty() : Optional.of(DAMAGED);
    }

    /** The last letter of base64 has bits that decoding ignores: only the one true spelling is taken. */
    private static boolean isBody(String text) {
        try {
            var bytes = Base64.getDecoder().decode(text);
            return bytes.length >= NONCE_BYTES + TAG_BITS / 8
                    && Base64.getEncoder().encodeToString(bytes).equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A new random key as people keep it: 32 bytes in base64. */
    public static String newKey() {
        var bytes = new byte[SecretKeys.BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Decryption clear(byte[] bytes) {
        try {
            return new Decryption.Clear(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return new Decryption.Failed(DAMAGED);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String header) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    /** Four bytes of a hash tell keys apart and say nothing about a random key of 32 bytes. */
    private static String fingerprint(SecretKey key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("baton key fingerprint".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(key.getEncoded()), 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static byte[] utf8(char[] clear) {
        var bytes = ByteBuffer.wrap(new byte[clear.length * 3]);
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(clear), bytes, true);
            return Arrays.copyOf(bytes.array(), bytes.position());
        } finally {
            Arrays.fill(bytes.array(), (byte) 0);
        }
    }
}
