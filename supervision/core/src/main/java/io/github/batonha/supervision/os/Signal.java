package io.github.batonha.supervision.os;

import java.util.Map;

/** The signals that are sent here, by their Linux numbers. */
public enum Signal {
    /** Asks a JVM for a thread dump; ends what does not expect it. */
    QUIT(3),
    KILL(9),
    TERM(15);

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(15, "SIGTERM"));

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static String nameOf(int signal) {
        return NAMES.getOrDefault(signal, "signal " + signal);
    }
}
