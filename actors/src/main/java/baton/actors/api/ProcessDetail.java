package baton.actors.api;

import java.util.List;

/**
 * {@code GET /api/v1/processes}: what {@code mon --cfg --monitors --version} shows beside the row.
 *
 * @param monitor what tells readiness, and what it last said
 */
public record ProcessDetail(
        String name,
        String description,
        List<String> dependencies,
        List<String> configFiles,
        String monitor,
        String version) {
    public ProcessDetail {
        dependencies = List.copyOf(dependencies);
        configFiles = List.copyOf(configFiles);
    }
}
