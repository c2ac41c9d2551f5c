package io.github.batonha.sessions.store;

/** Mixes 64 bits so that sums of mixed values tell sets apart. Fixed for ever: nodes of different releases compare them. */
final class Hash {

    private Hash() {}

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    static long mix(long value) {
        var z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static long mix(long seed, long value) {
        return mix(seed ^ mix(value));
    }
}
