package io.github.batonha.cli.primary;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Silence;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.output.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the person at the terminal whether silent nodes are down, with the facts and with what "down" means. */
final class DownQuestion {

    private static final String MEANING = """

            Say that a node is down only if you know one of these of it:
              - its machine is off; or
              - its agent and all its primaryOnly processes have ended.
            And nobody may start it until this command has ended: it waits for whatever may still be
            ending there, and says how long. If the node is in truth alive and only cut off, primaryOnly
            processes will run on two nodes at once.

            """;

    private final CommandContext context;

    /** What the person decided, for each of the nodes. */
    record Answer(List<String> confirmed, List<String> fenced) {}

    DownQuestion(CommandContext context) {
        this.context = context;
    }

    /** Empty unless the person said yes, or fence, in full and for each of the nodes. */
    Optional<Answer> ask(Progress refusal, AgentClient agent) {
        var nodes = Answers.monCluster(agent.get("/api/v1/mon-cluster")).nodes();
        context.out().println();
        refusal.silent().forEach(name -> tellFacts(name, refusal, agent.node(), nodes));
        context.out().print(MEANING);
        var confirmed = new ArrayList<String>();
        var fenced = new ArrayList<String>();
        for (var name : refusal.silent()) {
            var fenceable = silence(name, refusal).map(Silence::fenceable).orElse(false);
            var question = fenceable
                    ? "Is %s down? Type yes if you know it is, or fence to have it switched off: "
                    : "Is %s down? Type yes if you know it is: ";
            var answer = context.ask(question.formatted(name));
            if (fenceable && answer.equalsIgnoreCase("fence")) {
                fenced.add(name);
            } else if (answer.equalsIgnoreCase("yes")) {
                confirmed.add(name);
            } else {
                context.out().println("Nothing was changed.");
                return Optional.empty();
            }
        }
        return Optional.of(new Answer(confirmed, fenced));
    }

    private void tellFacts(String name, Progress refusal, String asked, List<MonCluster.NodeView> nodes) {
        var view = nodes.stream().filter(node -> node.name().equals(name)).findFirst();
        var silence = silence(name, refusal);
        context.out().println(silence.map(known -> heard(known, view)).orElseGet(() -> heard(name, asked, view)));
        view.ifPresent(node -> context.out().println("  " + ran(node)));
        silence.ifPresent(known -> context.out().println("  " + wait(known)));
    }

    private static Optional<Silence> silence(String name, Progress refusal) {
        return refusal.silences().stream()
                .filter(silence -> silence.host().equals(name))
                .findFirst();
    }

    private static String heard(Silence silence, Optional<MonCluster.NodeView> view) {
        var ago = Times.seconds(Duration.ofMillis(silence.heardAgoMillis()));
        var role = view.filter(node -> node.ageSeconds() >= 0)
                .map(node -> ", as " + node.role())
                .orElse("");
        var last = silence.heardBy().isEmpty()
                ? "nobody who answers has heard it, and this node's agent started %s ago".formatted(ago)
                : "%s last heard it %s ago%s".formatted(silence.heardBy(), ago, role);
        var farewell = silence.saidFarewell() ? "; its agent said that it ends in good order" : "";
        return "%s does not answer; %s%s.".formatted(silence.host(), last, farewell);
    }

    /** Where the agent is of a version that does not tell. */
    private static String heard(String name, String asked, Optional<MonCluster.NodeView> view) {
        var silent = name + " does not answer; ";
        return view.filter(node -> node.ageSeconds() >= 0)
                .map(node -> silent + asked + " last heard it " + node.ageSeconds() + " seconds ago, as " + node.role()
                        + ".")
                .orElse(silent + asked + " has not heard it since its own start.");
    }

    private static String ran(MonCluster.NodeView node) {
        var seen = node.processes().stream()
                .filter(MonCluster.ProcessView::primaryOnly)
                .filter(process -> !process.lastState().isEmpty())
                .map(process -> "%s %s".formatted(process.name(), process.lastState()))
                .collect(Collectors.joining(", "));
        return seen.isEmpty()
                ? "Nothing is known of primaryOnly processes there."
                : "Its primaryOnly processes when it was last heard: " + seen + ".";
    }

    private String wait(Silence silence) {
        var time = Duration.ofMillis(silence.waitMillis());
        var until = Times.local(context.clock().instant().plus(time), context.clock());
        return "If you say that it is down, this waits %s, now until %s.%s"
                .formatted(
                        Times.seconds(time),
                        until,
                        silence.fenceable() ? " If it is fenced, nothing is waited for." : "");
    }
}
