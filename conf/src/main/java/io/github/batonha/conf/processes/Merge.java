package io.github.batonha.conf.processes;

import io.github.batonha.conf.report.Findings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the processes of all files together. */
public final class Merge {

    private Merge() {}

    /**
     * One entry a name. One that overrides takes the place of the other as a whole, whichever file is read first. Two that do
     * not override, or both do, and an override of nothing are problems.
     */
    public static List<ProcessEntry> of(List<ProcessEntry> entries, Findings findings) {
        Map<String, ProcessEntry> byName = new LinkedHashMap<>();
        entries.stream().filter(entry -> !entry.isOverride()).forEach(entry -> {
            var earlier = byName.putIfAbsent(entry.variableName(), entry);
            if (earlier != null) {
                duplicate(entry, earlier, findings);
            }
        });
        Map<String, ProcessEntry> overrides = new LinkedHashMap<>();
        entries.stream().filter(ProcessEntry::isOverride).forEach(entry -> {
            var earlier = overrides.putIfAbsent(entry.variableName(), entry);
            if (earlier != null) {
                findings.problem(
                        entry.place(),
                        "process %s is already overridden at %s: remove one".formatted(entry.name(), earlier.place()));
            } else if (byName.replace(entry.variableName(), entry) == null) {
                findings.problem(
                        entry.place(),
                        "process %s overrides nothing: remove override=\"true\", or correct the name"
                                .formatted(entry.name()));
                byName.put(entry.variableName(), entry);
            }
        });
        return Instances.expand(List.copyOf(byName.values()), findings);
    }

    private static void duplicate(ProcessEntry entry, ProcessEntry earlier, Findings findings) {
        if (entry.name().equals(earlier.name())) {
            findings.problem(
                    entry.place(),
                    "process %s is already defined at %s: remove one, or say override=\"true\" on the one that shall replace the other"
                            .formatted(entry.name(), earlier.place()));
        } else {
            findings.problem(
                    entry.place(),
                    "process %s and process %s at %s would share their variables %s_…: rename one"
                            .formatted(entry.name(), earlier.name(), earlier.place(), entry.variableName()));
        }
    }
}
