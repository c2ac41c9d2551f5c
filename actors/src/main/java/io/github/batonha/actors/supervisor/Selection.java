package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Placement;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which processes an operation is about. */
sealed interface Selection {

    record Chosen(List<ChildSpec> specs) implements Selection {}

    /** None; the result says whether that is a mistake. */
    record None(String process, Result result, String why) implements Selection {}

    static Selection of(Operation operation, NodeDefinition definition) {
        var elsewhere = elsewhere(operation, definition);
        return switch (of(operation, definition.processes())) {
            case Chosen chosen -> chosen;
            case None _
            when !elsewhere.isEmpty() -> notPlaced(operation, definition.self().name(), elsewhere);
            case None none -> none;
        };
    }

    /** What an operation names that is placed on other hosts alone. */
    private static List<Placement> elsewhere(Operation operation, NodeDefinition definition) {
        return definition.elsewhere(definition.self().name()).stream()
                .filter(placement -> switch (operation.scope()) {
                    case PROCESS -> placement.process().equals(operation.name());
                    case GROUP -> placement.group().equals(operation.name());
                    case SERVER -> false;
                })
                .toList();
    }

    /** Of one node of many it is no mistake that a process is not there. */
    private static Selection notPlaced(Operation operation, String node, List<Placement> elsewhere) {
        var first = elsewhere.getFirst();
        var what = operation.scope() == Operation.Scope.PROCESS ? "it is" : "its processes are";
        var text = "%s not placed on %s (<hosts> is %s)".formatted(what, node, first.shown());
        return isMeantHere(operation)
                ? new None(
                        operation.name(),
                        Result.REFUSED,
                        "%s: `baton %s %s -s %s`"
                                .formatted(
                                        text,
                                        operation.action() == Operation.Action.START ? "start-process" : "restart",
                                        operation.name(),
                                        first.hosts().getFirst()))
                : new None(operation.name(), Result.NOTHING, text);
    }

    private static Selection of(Operation operation, List<ChildSpec> all) {
        return switch (operation.scope()) {
            case PROCESS ->
                chosen(
                        operation,
                        all,
                        spec -> spec.name().equals(operation.name()),
                        "no process '%s' is defined here: there are %s"
                                .formatted(operation.name(), distinct(all, ChildSpec::name)));
            case GROUP ->
                chosen(
                        operation,
                        all,
                        spec -> spec.group().equals(operation.name()),
                        "no process has the group '%s' here: there are %s"
                                .formatted(operation.name(), distinct(all, ChildSpec::group)));
            // A server is started as at the start of the node; a process with start false waits to be named.
            case SERVER ->
                new Chosen(all.stream()
                        .filter(spec -> operation.action() == Operation.Action.STOP || spec.start())
                        .toList());
        };
    }

    /** Whether a primaryOnly process that has its STANDBY here is a mistake to be told, and not one node of many. */
    static boolean isMeantHere(Operation operation) {
        return switch (operation.action()) {
            case START -> operation.scope() == Operation.Scope.PROCESS;
            case RESTART ->
                operation.scope() == Operation.Scope.PROCESS
                        && !operation.everyNode()
                        && operation.hosts().size() < 2;
            case STOP, TRAIN -> false;
        };
    }

    /** A restart starts what was stopped only where that one process of one node was named. */
    static boolean isLeftStopped(Operation operation) {
        return operation.action() == Operation.Action.RESTART
                && !(operation.scope() == Operation.Scope.PROCESS && isMeantHere(operation));
    }

    private static Selection chosen(
            Operation operation, List<ChildSpec> all, Predicate<ChildSpec> condition, String why) {
        var specs = all.stream().filter(condition).toList();
        return specs.isEmpty() ? new None(operation.name(), Result.REFUSED, why) : new Chosen(specs);
    }

    private static String distinct(List<ChildSpec> all, Function<ChildSpec, String> name) {
        return all.stream().map(name).distinct().sorted().collect(Collectors.joining(", "));
    }
}
