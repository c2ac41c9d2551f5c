package baton.actors.process;

import baton.supervision.run.StartRequest;
import baton.supervision.spec.ChildSpec;
import baton.supervision.spec.EnvironmentSource.Resolution;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** Puts together what a run is started from. Reads files and secrets: off the actors' dispatcher. */
final class RunEnvironment {

    sealed interface Prepared {
        record Complete(StartRequest request) implements Prepared {}

        record Incomplete(String reason, boolean isPassing) implements Prepared {}
    }

    private RunEnvironment() {}

    static Prepared prepare(ProcessDeps deps, ChildSpec spec, int restarts) {
        return switch (deps.definition().environment().resolve(spec)) {
            case Resolution.Unresolved(var reason) -> new Prepared.Incomplete(reason, false);
            case Resolution.Resolved(var variables) -> {
                var logs = deps.home().logs(deps.node());
                try {
                    Files.createDirectories(logs);
                } catch (IOException e) {
                    yield new Prepared.Incomplete(
                            "its log folder '%s' can't be made (%s): let this user write there".formatted(logs, e),
                            true);
                }
                yield new Prepared.Complete(new StartRequest(
                        spec.name(),
                        spec.argv(),
                        environment(deps, spec, variables),
                        spec.directory(),
                        logs.resolve(spec.name() + ".log"),
                        logs.resolve(spec.name() + ".log.err"),
                        restarts));
            }
        };
    }

    private static Map<String, String> environment(ProcessDeps deps, ChildSpec spec, Map<String, String> resolved) {
        var all = new HashMap<>(resolved);
        all.putAll(spec.environment());
        all.put("BATON_HOME", deps.home().path().toString());
        all.put("BATON_NODE", deps.node());
        all.put("BATON_ADDRESS", deps.definition().self().address());
        if (spec.hasPort()) {
            all.put("BATON_PORT", Integer.toString(spec.port()));
        }
        // Also to those that are not primaryOnly: they too may ask whether this node is the primary.
        all.put(
                "BATON_LEASE_PAGE",
                deps.home().run(deps.node()).resolve("lease.page").toString());
        return all;
    }
}
