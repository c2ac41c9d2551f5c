package io.github.batonha.supervision.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Our marks in the environment that a process was started with, as the kernel keeps it. Other variables are not read out. */
public final class Environ {

    private static final String OURS = "BATON_";
    /** More than the kernel lets a program be started with; a process can make it seem longer later. */
    private static final int MOST_BYTES = 8 << 20;

    private Environ() {}

    /**
     * The variables whose names begin with BATON_; none where the process is gone or not ours to look into, nor of a program with the
     * setuid bit: it is another user's than whose environment it has.
     */
    public static Map<String, String> of(long pid) {
        try (var file = new FileInputStream("/proc/" + pid + "/environ")) {
            var variables = parse(new String(file.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            return variables.isEmpty() || ProcessUser.isOne(pid) ? variables : Map.of();
        } catch (IOException unreadable) {
            return Map.of();
        }
    }

    private static Map<String, String> parse(String environ) {
        if (!environ.contains(OURS)) {
            return Map.of();
        }
        var variables = new HashMap<String, String>();
        for (var variable : environ.split("\0", -1)) {
            var equals = variable.indexOf('=');
            if (variable.startsWith(OURS) && equals > 0) {
                variables.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return variables;
    }
}
