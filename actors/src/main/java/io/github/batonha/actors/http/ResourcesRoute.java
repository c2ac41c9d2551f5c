package io.github.batonha.actors.http;

import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessResources;
import io.github.batonha.actors.metrics.ApplicationSamples;
import io.github.batonha.supervision.cgroup.GroupUsage;
import io.github.batonha.supervision.os.JvmCounters;
import io.github.batonha.supervision.run.Resources;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** The details of processes, with what they take and what they tell of themselves if that is asked for. */
final class ResourcesRoute {
    private static final String RESOURCES = "resources";
    private static final String METRICS = "metrics";
    private static final List<String> WORDS = List.of(RESOURCES, METRICS);
    private static final List<String> SWITCH = List.of("true", "false");

    private final AgentApi api;

    ResourcesRoute(AgentApi api) {
        this.api = api;
    }

    Route answer(Map<String, String> query) {
        if (!query.entrySet().stream()
                .allMatch(asked -> WORDS.contains(asked.getKey()) && SWITCH.contains(asked.getValue()))) {
            return Directives.complete(Replies.problem(
                    StatusCodes.BAD_REQUEST,
                    "can't use %s".formatted(query),
                    "there are resources=true|false and metrics=true|false"));
        }
        var details = api.details().get();
        if (query.getOrDefault(RESOURCES, "false").equals("true")) {
            details = withResources(details);
        }
        return Replies.route(query.getOrDefault(METRICS, "false").equals("true") ? withMetrics(details) : details);
    }

    private CompletionStage<List<ProcessDetail>> withResources(CompletionStage<List<ProcessDetail>> known) {
        return known.thenApplyAsync(
                details -> {
                    var resources = api.resources().get();
                    return details.stream()
                            .map(detail -> detail.with(shown(resources.get(detail.name()))))
                            .toList();
                },
                api.blocking());
    }

    private CompletionStage<List<ProcessDetail>> withMetrics(CompletionStage<List<ProcessDetail>> known) {
        return known.thenCombineAsync(
                api.observer().now(),
                (details, seen) -> {
                    var samples = ApplicationSamples.of(seen);
                    return details.stream()
                            .map(detail -> detail.telling(samples.getOrDefault(detail.name(), List.of())))
                            .toList();
                },
                api.blocking());
    }

    private static @Nullable ProcessResources shown(@Nullable Resources taken) {
        return taken == null
                ? null
                : new ProcessResources(
                        taken.processes(),
                        taken.cpu().toMillis() / 1000.0,
                        taken.residentBytes(),
                        taken.proportionalBytes(),
                        taken.threads(),
                        taken.descriptors(),
                        taken.descriptorLimit(),
                        taken.jvm().map(ResourcesRoute::heap).orElse(null),
                        taken.limits().map(ResourcesRoute::limits).orElse(null));
    }

    private static ProcessResources.Limits limits(GroupUsage usage) {
        return new ProcessResources.Limits(
                usage.memory(), usage.memoryMax(), usage.tasks(), usage.tasksMax(), usage.refused(), usage.cpuWeight());
    }

    private static ProcessResources.Heap heap(JvmCounters jvm) {
        return new ProcessResources.Heap(
                jvm.heapUsed(),
                jvm.heapCommitted(),
                jvm.heapMax(),
                jvm.collections(),
                jvm.collecting().toMillis() / 1000.0);
    }
}
