package io.github.batonha.supervision.cgroup;

import io.github.batonha.supervision.spec.ResourceControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A part of the kernel that holds one kind of limit. Pure. */
enum Controller {
    MEMORY,
    CPU,
    PIDS;

    /** As the kernel calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is written to the files of a group, in this order; nothing where no such limit is wanted. */
    List<Map.Entry<String, String>> files(ResourceControl control) {
        return switch (this) {
            case MEMORY ->
                control.memoryMax() == 0
                        ? List.of()
                        : List.of(
                                Map.entry("memory.max", Long.toString(control.memoryMax())),
                                // A run of which a part was killed is neither alive nor dead.
                                Map.entry("memory.oom.group", "1"));
            case CPU ->
                control.cpuWeight() == 0
                        ? List.of()
                        : List.of(Map.entry("cpu.weight", Integer.toString(control.cpuWeight())));
            case PIDS ->
                control.tasksMax() == 0 ? List.of() : List.of(Map.entry("pids.max", Long.toString(control.tasksMax())));
        };
    }

    /** The tag whose limit it holds. */
    String tag() {
        return switch (this) {
            case MEMORY -> "memoryMax";
            case CPU -> "cpuWeight";
            case PIDS -> "tasksMax";
        };
    }

    /** Those that these limits need. */
    static List<Controller> of(ResourceControl control) {
        var needed = new ArrayList<Controller>();
        for (var one : values()) {
            if (!one.files(control).isEmpty()) {
                needed.add(one);
            }
        }
        return needed;
    }
}
