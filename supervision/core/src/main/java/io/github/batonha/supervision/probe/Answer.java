package io.github.batonha.supervision.probe;

/** What one look told. */
public sealed interface Answer {

    record Passed() implements Answer {}

    /**
     * It is not as it should be.
     *
     * @param reason for people, in a few words
     */
    record Failed(String reason) implements Answer {}
}
