package io.github.batonha.supervision.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The variables in the environment of a run's processes by which they are found again, without any record. */
final class Marks {

    static final String PROCESS = "BATON_PROCESS";
    static final String RUN = "BATON_RUN";
    static final String RUN_DIR = "BATON_RUN_DIR";
    static final String PRIMARY_ONLY = "BATON_PRIMARY_ONLY";
    static final String EPOCH = "BATON_EPOCH";

    private Marks() {}

    static Map<String, String> added(
            Map<String, String> environment, String process, String run, Path directory, long epoch) {
        var marked = new HashMap<>(environment);
        marked.put(PROCESS, process);
        marked.put(RUN, run);
        marked.put(RUN_DIR, directory.toString());
        if (epoch != 0) {
            marked.put(PRIMARY_ONLY, "1");
        }
        if (epoch > 0) { // a standby is told its epoch when it is promoted
            marked.put(EPOCH, Long.toString(epoch));
        }
        return marked;
    }

    static boolean areOf(Path directory, Map<String, String> marks) {
        return directory.toString().equals(marks.get(RUN_DIR));
    }

    /** Empty where there is none. */
    static String process(Map<String, String> marks) {
        return marks.getOrDefault(PROCESS, "");
    }

    static boolean arePrimaryOnly(Map<String, String> marks) {
        return "1".equals(marks.get(PRIMARY_ONLY));
    }

    /** 0 where there is none that can be read. */
    static long epoch(Map<String, String> marks) {
        try {
            return Long.parseLong(marks.getOrDefault(EPOCH, "0"));
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }
}
