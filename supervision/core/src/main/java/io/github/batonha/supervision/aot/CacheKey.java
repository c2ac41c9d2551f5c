package io.github.batonha.supervision.aot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** All that a cache depends on, as one word: caches of another key don't fit. */
public final class CacheKey {

    /** Of what is put into a key, and how. */
    private static final String EDITION = "1";

    private static final int DIGITS = 16;

    private CacheKey() {}

    /**
     * The key of a start.
     *
     * @param files of the JVM and of the class path, each with size and time of change
     */
    public static String of(JavaCommand java, JvmRelease jvm, List<String> files) {
        return digest(Stream.of(
                        List.of(EDITION, java.program(), java.classPath(), java.mainClass(), jvm.text()),
                        java.decisiveOptions(),
                        files)
                .map(CacheKey::digest)
                .toList());
    }

    private static String digest(List<String> words) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var word : words) {
                // No two lists become one text: a word holds no NUL.
                digest.update((word + "\0").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime can't compute SHA-256", e);
        }
    }
}
