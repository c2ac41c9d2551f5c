package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which processes an operation is about. */
sealed interface Selection {

    record Chosen(List<ChildSpec> specs) implements Selection {}

    record Unknown(String why) implements Selection {}

    static Selection of(Operation operation, List<ChildSpec> all) {
        return switch (operation.scope()) {
            case PROCESS ->
                chosen(
                        all,
                        spec -> spec.name().equals(operation.name()),
                        "no process '%s' is defined here: there are %s"
                                .formatted(operation.name(), distinct(all, ChildSpec::name)));
            case GROUP ->
                chosen(
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

    private static Selection chosen(List<ChildSpec> all, Predicate<ChildSpec> condition, String why) {
        var specs = all.stream().filter(condition).toList();
        return specs.isEmpty() ? new Unknown(why) : new Chosen(specs);
    }

    private static String distinct(List<ChildSpec> all, Function<ChildSpec, String> name) {
        return all.stream().map(name).distinct().sorted().collect(Collectors.joining(", "));
    }
}
