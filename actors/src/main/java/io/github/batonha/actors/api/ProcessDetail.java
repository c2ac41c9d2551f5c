package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/processes}: what {@code mon --cfg --monitors --version} shows beside the row.
 *
 * @param monitor what tells readiness, and what it last said
 * @param resources null where they were not asked for, or nothing runs
 * @param metrics what the process tells of itself; null where that was not asked for
 */
public record ProcessDetail(
        String name,
        String description,
        List<String> dependencies,
        List<String> configFiles,
        String monitor,
        String version,
        @Nullable ProcessResources resources,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<MetricSample> metrics) {
    public ProcessDetail {
        dependencies = List.copyOf(dependencies);
        configFiles = List.copyOf(configFiles);
        metrics = metrics == null ? null : List.copyOf(metrics);
    }

    /** Without resources and metrics. */
    public ProcessDetail(
            String name,
            String description,
            List<String> dependencies,
            List<String> configFiles,
            String monitor,
            String version) {
        this(name, description, dependencies, configFiles, monitor, version, null, null);
    }

    /** Otherwise the same. */
    public ProcessDetail with(@Nullable ProcessResources other) {
        return new ProcessDetail(name, description, dependencies, configFiles, monitor, version, other, metrics);
    }

    /** Otherwise the same. */
    public ProcessDetail telling(List<MetricSample> samples) {
        return new ProcessDetail(name, description, dependencies, configFiles, monitor, version, resources, samples);
    }
}
