package io.github.batonha.actors.http;

import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessResources;
import io.github.batonha.supervision.os.JvmCounters;
import io.github.batonha.supervision.run.Resources;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** The details of processes, with what they take if that is asked for. */
final class ResourcesRoute {
    private final AgentApi api;

    ResourcesRoute(AgentApi api) {
        this.api = api;
    }

    Route answer(Map<String, String> query) {
        var asked = query.getOrDefault("resources", "false");
        if (!query.keySet().stream().allMatch("resources"::equals)
                || !List.of("true", "false").contains(asked)) {
            return Directives.complete(Replies.problem(
                    StatusCodes.BAD_REQUEST, "can't use %s".formatted(query), "there is resources=true|false"));
        }
        return Replies.route(
                asked.equals("true") ? withResources() : api.details().get());
    }

    private CompletionStage<List<ProcessDetail>> withResources() {
        return api.details()
                .get()
                .thenApplyAsync(
                        details -> {
                            var resources = api.resources().get();
                            return details.stream()
                                    .map(detail -> detail.with(shown(resources.get(detail.name()))))
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
                        taken.jvm().map(ResourcesRoute::heap).orElse(null));
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
