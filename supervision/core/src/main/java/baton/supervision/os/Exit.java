package baton.supervision.os;

/** How a process ended. */
public sealed interface Exit {

    /** It ended by itself. */
    record Status(int code) implements Exit {
        @Override
        public String toString() {
            return "exit status " + code;
        }
    }

    /** A signal ended it. */
    record Killed(int signal) implements Exit {
        @Override
        public String toString() {
            return "killed by " + Signal.nameOf(signal);
        }
    }

    /** It was adopted, so that its status went to another parent. */
    record Unknown() implements Exit {
        @Override
        public String toString() {
            return "ended with a status unknown to this agent, which had adopted it";
        }
    }
}
