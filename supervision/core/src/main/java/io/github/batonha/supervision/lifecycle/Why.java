package io.github.batonha.supervision.lifecycle;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.spec.RestartRules;

/** Why a process does not run though it is wanted; as a text for people. */
public sealed interface Why {

    /** Its last run ended. */
    record Ended(Exit exit) implements Why {
        @Override
        public String toString() {
            return exit.toString();
        }
    }

    /** Another part of the agent, or an earlier agent, gave this text. */
    record Told(String text) implements Why {
        @Override
        public String toString() {
            return text;
        }
    }

    /** The rules allow no further restart. */
    record TooOften(Why last, RestartRules rules) implements Why {
        @Override
        public String toString() {
            return Texts.gaveUp(rules, last.toString());
        }
    }
}
