package io.github.batonha.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By which an application knows values that it wrote itself: HMAC-SHA-256 over the attribute's name and its bytes, in front of them,
 * with a key that the application has on all nodes and the agents have not. Any thread.
 */
final class ValueSeal {

    /** Puts nothing in front, and takes what has nothing in front. */
    static final ValueSeal NONE = new ValueSeal(new byte[0], false);

    private static final String ALGORITHM = "HmacSHA256";
    /** Java's own serialisation begins otherwise. */
    private static final byte[] MAGIC = {'B', 'M', 'A', 'C', '1'};

    private static final int MAC = 32;
    private static final int LEAST_KEY = 32;

    private final byte[] key;
    private final boolean takesUnsealed;

    /** @param takesUnsealed for the time of an upgrade: also values of before there was a key */
    ValueSeal(byte[] key, boolean takesUnsealed) {
        this.key = key.clone();
        this.takesUnsealed = takesUnsealed;
    }

    /**
     * With the key in a file, as {@code baton encrypt --new-key} makes one: its text, whatever it is, is the key.
     *
     * @throws IOException if there is no key in it, with what to do
     */
    static ValueSeal of(Path file, boolean takesUnsealed) throws IOException {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException(
                    "the key file '%s' can't be read (%s): let the application's user read it".formatted(file, e), e);
        }
        var key = text.getBytes(StandardCharsets.UTF_8);
        if (key.length < LEAST_KEY) {
            throw new IOException(
                    "the key file '%s' has %d characters, and a key has at least %d: make one with `baton encrypt --new-key`"
                            .formatted(file, key.length, LEAST_KEY));
        }
        return new ValueSeal(key, takesUnsealed);
    }

    byte[] seal(String name, byte[] value) {
        if (key.length == 0) {
            return value;
        }
        return ByteBuffer.allocate(MAGIC.length + MAC + value.length)
                .put(MAGIC)
                .put(mac(name, value))
                .put(value)
                .array();
    }

    /** The value behind the seal; empty where it has none, or that of another key or attribute. */
    Optional<byte[]> open(String name, byte[] sealed) {
        if (key.length == 0) {
            return Optional.of(sealed);
        }
        var begin = MAGIC.length + MAC;
        if (sealed.length < begin || !Arrays.equals(sealed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return takesUnsealed ? Optional.of(sealed) : Optional.empty();
        }
        var value = Arrays.copyOfRange(sealed, begin, sealed.length);
        return MessageDigest.isEqual(Arrays.copyOfRange(sealed, MAGIC.length, begin), mac(name, value))
                ? Optional.of(value)
                : Optional.empty();
    }

    private byte[] mac(String name, byte[] value) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            var bytes = name.getBytes(StandardCharsets.UTF_8);
            // With its length, so that no other name and value make the same bytes.
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            mac.update(bytes);
            return mac.doFinal(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }
}
