package io.github.batonha.servlet;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Warnings for the application's log, each subject once: a fault of a class comes with every request. */
final class Once {

    private static final System.Logger LOG = System.getLogger("io.github.batonha.servlet");
    private static final int MOST = 1000;
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Once() {}

    static void warn(String subject, String message) {
        if (SAID.size() < MOST && SAID.add(subject)) {
            LOG.log(System.Logger.Level.WARNING, message);
        }
    }

    static void warn(String subject, String message, Throwable cause) {
        if (SAID.size() < MOST && SAID.add(subject)) {
            LOG.log(System.Logger.Level.WARNING, message, cause);
        }
    }
}
