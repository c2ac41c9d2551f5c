package io.github.batonha.supervision.probe;

import java.time.Duration;
import java.util.List;

/** What is looked at. */
public sealed interface Check {

    /** For people, as it stands in the configuration. */
    String shown();

    /** It has lived for so long: what is known of a process that offers nothing else. */
    record Alive(Duration since) implements Check {
        @Override
        public String shown() {
            return "alive";
        }
    }

    /** A port accepts a connection. The kernel does that for a process that is stopped or hangs, too. */
    record Tcp(int port) implements Check {
        @Override
        public String shown() {
            return "tcp " + port;
        }
    }

    /**
     * A GET is answered in time, with one of the statuses.
     *
     * @param path with its query, begins with a slash
     */
    record Http(int port, String path, List<Statuses> statuses) implements Check {
        public Http {
            statuses = List.copyOf(statuses);
        }

        @Override
        public String shown() {
            return "http %d %s".formatted(port, path);
        }
    }

    /** Inclusive at both ends. */
    record Statuses(int from, int to) {}

    /** A program ends with status 0. */
    record Exec(List<String> argv) implements Check {
        public Exec {
            argv = List.copyOf(argv);
        }

        @Override
        public String shown() {
            return "exec " + argv.getFirst();
        }
    }

    /**
     * A line of its standard output or error, since its start, in which the regular expression is found.
     *
     * @param regex compiles
     */
    record LogLine(String regex) implements Check {
        @Override
        public String shown() {
            return "log " + regex;
        }
    }

    /** It says {@code READY=1} itself. */
    record Notified() implements Check {
        @Override
        public String shown() {
            return "notify";
        }
    }

    /** It has ended with success: of a job that is done once. Nothing is looked at, for its exit tells. */
    record Ended() implements Check {
        @Override
        public String shown() {
            return "exit";
        }
    }

    /** A warm standby waits for its promotion, with nothing left to do before. It says so on its page. */
    record Held() implements Check {
        @Override
        public String shown() {
            return "standby";
        }
    }

    /** Nothing is. */
    record None() implements Check {
        @Override
        public String shown() {
            return "none";
        }
    }
}
