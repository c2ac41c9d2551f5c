package io.github.batonha.actors.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/processes}: what {@code mon --cfg --monitors --version} shows beside the row.
 *
 * @param monitor what tells readiness, and what it last said
 * @param resources null where they were not asked for, or nothing runs
 */
public record ProcessDetail(
        String name,
        String description,
        List<String> dependencies,
        List<String> configFiles,
        String monitor,
        String version,
        @Nullable ProcessResources resources) {
    public ProcessDetail {
        dependencies = List.copyOf(dependencies);
        configFiles = List.copyOf(configFiles);
    }

    /** Without resources. */
    public ProcessDetail(
            String name,
            String description,
            List<String> dependencies,
            List<String> configFiles,
            String monitor,
            String version) {
        this(name, description, dependencies, configFiles, monitor, version, null);
    }

    /** Otherwise the same. */
    public ProcessDetail with(@Nullable ProcessResources other) {
        return new ProcessDetail(name, description, dependencies, configFiles, monitor, version, other);
    }
}
