package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** Pieces of sentences for operators. */
final class Texts {

    private Texts() {}

    static String list(Collection<String> hosts) {
        return String.join(", ", hosts);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    static String confirmDown(Collection<String> hosts) {
        return "--confirm-down " + String.join(" --confirm-down ", hosts);
    }

    /** What "down" means, in short. */
    static final String DOWN =
            "its machine is off, or its agent and all its primaryOnly processes have ended, and nobody starts it meanwhile";

    /** The whole command that orders this again. */
    static String command(String target, SetPrimaryOrder order) {
        return command(target, order, Set.of());
    }

    /** The whole command that orders this again, with more hosts confirmed down. */
    static String command(String target, SetPrimaryOrder order, Collection<String> alsoDown) {
        var down = Hosts.union(order.confirmDown(), alsoDown);
        return command(target, down, Hosts.minus(order.fence(), down), order);
    }

    /** The whole command that orders this again, without what was said of these hosts. */
    static String commandWithout(String target, SetPrimaryOrder order, Collection<String> hosts) {
        return command(target, Hosts.minus(order.confirmDown(), hosts), Hosts.minus(order.fence(), hosts), order);
    }

    /** The whole command that orders this again, with more hosts to be fenced. */
    static String commandFencing(String target, SetPrimaryOrder order, Collection<String> alsoFenced) {
        return command(
                target, Hosts.minus(order.confirmDown(), alsoFenced), Hosts.union(order.fence(), alsoFenced), order);
    }

    private static String command(
            String target, Collection<String> down, Collection<String> fenced, SetPrimaryOrder order) {
        var command = new StringBuilder("baton set-primary ").append(target);
        down.forEach(host -> command.append(" --confirm-down ").append(host));
        fenced.forEach(host -> command.append(" --fence ").append(host));
        order.overridden().stream()
                .map(Reason.Code::label)
                .sorted()
                .forEach(code -> command.append(" --override ").append(code));
        return order.overridden().isEmpty()
                ? command.toString()
                : command.append(" --reason '%s'".formatted(order.reason().replace("'", "'\\''")))
                        .toString();
    }

    static String fence(Collection<String> hosts) {
        return "--fence " + String.join(" --fence ", hosts);
    }

    /** What an assignment rests on besides answers, as the end of a sentence; empty where there is nothing. */
    static String basis(Assignment assignment) {
        var fenced = assignment.fenced().isEmpty() ? "" : "; %s was fenced".formatted(list(assignment.fenced()));
        var asserted = assignment.confirmedDown().isEmpty()
                ? ""
                : "; this rests on the word of %s that %s is down"
                        .formatted(assignment.by(), list(assignment.confirmedDown()));
        return fenced + asserted;
    }
}
