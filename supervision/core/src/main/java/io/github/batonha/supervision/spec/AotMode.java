package io.github.batonha.supervision.spec;

import java.util.Locale;

/** Use of a start-up cache by a JVM (JEP 483: ahead-of-time class loading and linking). */
public enum AotMode {
    /** None, whether one is there or not. */
    OFF,
    /** One that is there. */
    USE,
    /** Also one that a run records by itself where none fits. */
    TRAIN;

    /** As settings have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of a word that was checked. */
    public static AotMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
