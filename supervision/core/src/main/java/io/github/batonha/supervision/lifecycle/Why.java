package io.github.batonha.supervision.lifecycle;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.spec.RestartRules;

/** Why a process does not run though it is wanted; as a text for people. */
public sealed interface Why {

    /** What a restart that follows is counted as. */
    RestartCause cause();

    /** Its last run ended. */
    record Ended(Exit exit) implements Why {
        @Override
        public RestartCause cause() {
            return RestartCause.of(exit);
        }

        @Override
        public String toString() {
            return exit.toString();
        }
    }

    /** Another part of the agent, or an earlier agent, gave this text. */
    record Told(String text, RestartCause cause) implements Why {

        /** Of which only the text is known. */
        public Told(String text) {
            this(text, RestartCause.UNKNOWN);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The rules allow no further restart. */
    record TooOften(Why last, RestartRules rules) implements Why {
        @Override
        public RestartCause cause() {
            return last.cause();
        }

        @Override
        public String toString() {
            return Texts.gaveUp(rules, last.toString());
        }
    }
}
