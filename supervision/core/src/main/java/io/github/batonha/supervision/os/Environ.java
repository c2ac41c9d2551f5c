package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Our marks in the environment that a process was started with, as the kernel keeps it. Other variables are not read out. */
public final class Environ {

    private static final String OURS = "BATON_";

    private Environ() {}

    /** The variables whose names begin with BATON_; none where the process is gone or not ours to look into. */
    public static Map<String, String> of(long pid) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return parse(new String(bytes, StandardCharsets.UTF_8));
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
