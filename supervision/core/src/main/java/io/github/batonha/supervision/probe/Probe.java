package io.github.batonha.supervision.probe;

/** What is looked at, and when. */
public record Probe(Check check, Timing timing) {}
