package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment that baton was called in, to the byte: as processes get it. The launcher keeps some variables of the caller from
 * baton's own JVM, under other names.
 */
public final class CallersEnvironment {

    /** Set by the launcher where it did so; the names of what it kept begin with it. */
    private static final String KEPT = "BATON_CALLERS";

    /** As in the launcher. */
    private static final List<String> NAMES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "_JAVA_LAUNCHER_DEBUG", "LC_ALL");

    private static final char NOT_DECODED = '\uFFFD';

    private CallersEnvironment() {}

    /** That of this process. Values that are not UTF-8 come as {@link ByteText}. */
    public static Map<String, String> read() {
        var variables = new HashMap<>(System.getenv());
        if (!isDecoded(variables)) {
            variables.clear();
            variables.putAll(ofKernel());
        }
        restore(variables);
        return variables;
    }

    /** Gives the variables their own names again; for the environment of a program that is not baton's. */
    public static void restore(Map<String, String> variables) {
        if (variables.remove(KEPT) == null) {
            return;
        }
        for (var name : NAMES) {
            var value = variables.remove(KEPT + "_" + name);
            if (value == null) {
                variables.remove(name);
            } else {
                variables.put(name, value);
            }
        }
    }

    private static boolean isDecoded(Map<String, String> variables) {
        for (var variable : variables.entrySet()) {
            if (variable.getKey().indexOf(NOT_DECODED) >= 0
                    || variable.getValue().indexOf(NOT_DECODED) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> ofKernel() {
        try {
            return parse(ByteText.decode(Files.readAllBytes(Path.of("/proc/self/environ"))));
        } catch (IOException noProc) {
            return System.getenv();
        }
    }

    static Map<String, String> parse(String environ) {
        var variables = new HashMap<String, String>();
        for (var variable : environ.split("\0", -1)) {
            var equals = variable.indexOf('=');
            if (equals > 0) {
                variables.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return variables;
    }
}
