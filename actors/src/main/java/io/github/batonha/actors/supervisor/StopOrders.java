package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.supervision.lifecycle.StopOrder;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How each process is stopped: in the time that it was given by its definition, or by an operator. */
final class StopOrders {

    private StopOrders() {}

    static Function<String, StopOrder> of(List<ChildSpec> specs, Operation operation) {
        var within = operation.waitSeconds() < 0 ? null : Duration.ofSeconds(operation.waitSeconds());
        var each = withins(specs);
        return name ->
                new StopOrder(within == null ? each.getOrDefault(name, Duration.ZERO) : within, operation.force());
    }

    static Function<String, StopOrder> ofEach(List<ChildSpec> specs) {
        var each = withins(specs);
        return name -> new StopOrder(each.getOrDefault(name, Duration.ZERO), false);
    }

    /** Sends SIGTERM to all at once that need no more than that, ahead of their actors. */
    static Consumer<Set<String>> ahead(ProcessDeps deps, List<ChildSpec> specs) {
        var plain = specs.stream()
                .filter(spec -> spec.launching().preStop().isEmpty()
                        && spec.stopWithin().isPositive())
                .map(ChildSpec::name)
                .collect(Collectors.toSet());
        return told -> deps.blocking().execute(() -> {
            var now = new HashSet<>(told);
            now.retainAll(plain);
            deps.runs().terminateAhead(now);
        });
    }

    private static Map<String, Duration> withins(List<ChildSpec> specs) {
        var withins = new HashMap<String, Duration>();
        specs.forEach(spec -> withins.put(spec.name(), spec.stopWithin()));
        return withins;
    }
}
