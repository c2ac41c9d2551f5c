package io.github.batonha.cli.primary;

import io.github.batonha.actors.api.NextOrder;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Reason;
import io.github.batonha.supervision.primary.model.Reason.Code;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what to type after a refusal. */
final class NextCommands {

    private NextCommands() {}

    /** The remedy, and below it a line for each command that it speaks of. */
    static String of(Progress refused) {
        var commands = refused.reasons().stream()
                .flatMap(NextCommands::commands)
                .distinct()
                .map("\n     "::concat)
                .collect(Collectors.joining());
        return refused.remedy() + commands;
    }

    /** After a refused repair, which every silent host that is down has to be confirmed for. */
    static String ofRepair(Progress refused, List<String> confirmed) {
        var down = new LinkedHashSet<>(confirmed);
        down.addAll(refused.silent());
        return refused.silent().isEmpty()
                ? refused.remedy()
                : refused.remedy() + "\n     baton primary repair" + options("--confirm-down", down);
    }

    private static Stream<String> commands(Reason reason) {
        return reason.code().equals(Code.STORE_DAMAGED.label())
                ? Stream.of("baton primary repair")
                : reason.next().stream().map(NextCommands::command);
    }

    private static String command(NextOrder order) {
        var reason = order.reason().isBlank() ? "TEXT" : "'" + order.reason().replace("'", "'\\''") + "'";
        return "baton set-primary " + order.target()
                + options("--confirm-down", order.confirmDown())
                + options("--fence", order.fence())
                + options("--override", order.override())
                + (order.override().isEmpty() ? "" : " --reason " + reason);
    }

    private static String options(String name, Iterable<String> values) {
        var all = new StringBuilder();
        values.forEach(value -> all.append(' ').append(name).append(' ').append(value));
        return all.toString();
    }
}
