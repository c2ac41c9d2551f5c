package io.github.batonha.actors.primary;

import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Placement;
import io.github.batonha.supervision.primary.model.TargetFacts;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.EnvironmentSource;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node can see of itself before it becomes the primary. Looks at files only, which takes about a millisecond. */
final class TargetChecks {

    private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path", "-jar");

    private final ProcessDeps deps;

    TargetChecks(ProcessDeps deps) {
        this.deps = deps;
    }

    /**
     * What stands against it here.
     *
     * @param fence hosts that the operator wants fenced
     * @param draining whether an operator has users taken away from this node
     */
    TargetFacts facts(Iterable<String> fence, boolean draining) {
        var failed = new ArrayList<String>();
        if (!Files.isRegularFile(deps.home().path().resolve("generated").resolve("set.json"))) {
            failed.add("nothing is installed in %s any more, so its agent could not be started again"
                    .formatted(deps.home().path()));
        }
        var specs = deps.definition().processes().stream()
                .filter(ChildSpec::primaryOnly)
                .toList();
        specs.forEach(spec -> check(spec, failed));
        specs.stream().findFirst().ifPresent(spec -> checkEnvironment(spec, failed));
        var broken = new LinkedHashMap<String, String>();
        for (var host : fence) {
            deps.definition().hosts().stream()
                    .filter(each -> each.name().equals(host) && each.fence().exists())
                    .map(HostDefinition::fence)
                    .flatMap(command -> FenceRun.obstacle(command, deps.home().path()).stream())
                    .forEach(obstacle -> broken.put(host, obstacle));
        }
        return new TargetFacts(draining, failed, broken);
    }

    /** Which primaryOnly processes run nowhere while a node is the primary, as they are placed on others; empty where none. */
    static String notPlaced(NodeDefinition definition) {
        var node = definition.self().name();
        return definition.elsewhere(node).stream()
                .filter(Placement::primaryOnly)
                .map(placement -> "%s is not placed on %s (<hosts> is %s): while %s is the primary, it runs nowhere"
                        .formatted(placement.process(), node, placement.shown(), node))
                .collect(Collectors.joining("; "));
    }

    private static void check(ChildSpec spec, List<String> failed) {
        if (!Files.isDirectory(spec.directory())) {
            failed.add("the working directory %s of %s does not exist".formatted(spec.directory(), spec.name()));
        }
        var program = spec.argv().getFirst();
        if (program.contains("/") && !Files.isExecutable(spec.directory().resolve(program))) {
            failed.add("the program %s of %s is not there, or may not be run".formatted(program, spec.name()));
        }
        for (var i = 1; i < spec.argv().size(); i++) {
            if (CLASS_PATH.contains(spec.argv().get(i - 1))) {
                for (var entry : spec.argv().get(i).split(File.pathSeparator, -1)) {
                    if (entry.endsWith(".jar") && !Files.isReadable(Path.of(entry))) {
                        failed.add("the jar %s of %s can't be read".formatted(entry, spec.name()));
                    }
                }
                return; // What follows are arguments of the program.
            }
        }
    }

    /** The items are the same for all processes, so one stands for all. */
    private void checkEnvironment(ChildSpec spec, List<String> failed) {
        switch (deps.definition().environment().resolve(spec)) {
            case EnvironmentSource.Resolution.Resolved _ -> {}
            case EnvironmentSource.Resolution.Unresolved(var reason) -> failed.add(reason);
        }
    }
}
