package io.github.batonha.actors.events;

import io.github.batonha.actors.api.Event;

/** The types of events, each with its word in files and over HTTP. Events of a later release may have other words. */
enum EventType {
    PROCESS("process"),
    RUN_BEGUN("run-begun"),
    RUN_ENDED("run-ended"),
    OUTPUT_TAIL("output-tail"),
    EVIDENCE("evidence"),
    GAVE_UP("gave-up"),
    PRIMARY("primary"),
    PEER("peer"),
    DRAIN("drain"),
    SCHEDULE("schedule"),
    APPLY("apply"),
    PUSH("push"),
    AGENT("agent"),
    TROUBLE("trouble"),
    LAGGED("lagged");

    private final String word;

    EventType(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    boolean isOf(Event event) {
        return word.equals(event.type());
    }
}
