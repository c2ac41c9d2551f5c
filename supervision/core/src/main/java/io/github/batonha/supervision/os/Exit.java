package io.github.batonha.supervision.os;

import java.time.Duration;
import java.util.Set;

/** How a process ended. */
public sealed interface Exit {

    /** Whether it is one of these statuses, a signal N counting as 128 + N. What is not known is none. */
    default boolean isSuccess(Set<Integer> statuses) {
        return switch (this) {
            case Status(var code) -> statuses.contains(code);
            case Killed(var signal) -> statuses.contains(128 + signal);
            case Overdue _ -> false;
            case Unknown() -> false;
            case Unhealthy _ -> false;
        };
    }

    /** It ended by itself. */
    record Status(int code) implements Exit {
        @Override
        public String toString() {
            return "exit status " + code;
        }
    }

    /** A signal ended it. */
    record Killed(int signal) implements Exit {
        /** By SIGKILL, which nothing can be told of by the process itself. */
        public boolean isUnexplained() {
            return signal == Signal.KILL.number();
        }

        @Override
        public String toString() {
            return "killed by " + Signal.nameOf(signal);
        }
    }

    /**
     * It did not end in the time that it was given, so that we sent it SIGKILL.
     *
     * @param within since SIGTERM
     */
    record Overdue(Duration within) implements Exit {
        /** By which it is ended. */
        public static final int SIGNAL = 9;

        @Override
        public String toString() {
            var millis = within.toMillis();
            var shown = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
            return "did not end within %s of SIGTERM: killed".formatted(shown);
        }
    }

    /** It was adopted, so that its status went to another parent. */
    record Unknown() implements Exit {
        @Override
        public String toString() {
            return "ended with a status unknown to this agent, which had adopted it";
        }
    }

    /**
     * It was ended because it did not work any more: a failure, whatever its status.
     *
     * @param why what told so
     */
    record Unhealthy(String why, Exit exit) implements Exit {
        @Override
        public String toString() {
            return "%s; then %s".formatted(why, exit);
        }
    }
}
