package io.github.batonha.actors.http;

import io.github.batonha.actors.api.ConsoleView;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What one reader of the console is to be told of a view that it saw before. States are told at once, figures that change all the time only
 * every five seconds. One stream uses it, from one thread at a time.
 */
final class ConsoleChanges {
    static final Duration FIGURES_EVERY = Duration.ofSeconds(5);
    static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

    private final Map<String, Told> told = new HashMap<>();
    private List<String> order = List.of();
    private MonCluster.@Nullable Primary primary;
    private @Nullable Scheduled scheduled;
    private Instant lastSign = Instant.MIN;

    private record Told(ConsoleView.Node node, ConsoleView.Node states, Instant at) {}

    /** The names of the nodes in their order, the primary, and the change of it that is scheduled. */
    private record Head(
            List<String> nodes,
            MonCluster.@Nullable Primary primary,
            @Nullable Scheduled scheduled) {}

    private record Sign(Instant at) {}

    /** The events that make of the former view this one; empty where nothing is to be told. {@code now} is by the clock of the agent. */
    List<ByteString> events(ConsoleView view, Instant now) {
        var events = new ArrayList<ByteString>();
        var names = view.nodes().stream().map(node -> node.node().name()).toList();
        if (lastSign.equals(Instant.MIN)
                || !names.equals(order)
                || !Objects.equals(primary, view.primary())
                || !Objects.equals(scheduled, view.scheduled())) {
            order = names;
            primary = view.primary();
            scheduled = view.scheduled();
            told.keySet().retainAll(names);
            events.add(event("cluster", new Head(names, primary, scheduled)));
        }
        for (var node : view.nodes()) {
            if (isNews(node, now)) {
                told.put(node.node().name(), new Told(node, states(node), now));
                events.add(event("node", node));
            }
        }
        // A clock that was set back must not silence it.
        if (lastSign.equals(Instant.MIN)
                || Duration.between(lastSign, now).abs().compareTo(SIGN_OF_LIFE) >= 0) {
            lastSign = now;
            events.add(event("sign", new Sign(now)));
        }
        return events;
    }

    private boolean isNews(ConsoleView.Node node, Instant now) {
        var before = told.get(node.node().name());
        if (before == null || !before.states().equals(states(node))) {
            return true;
        }
        return Duration.between(before.at(), now).abs().compareTo(FIGURES_EVERY) >= 0
                && !figures(before.node()).equals(figures(node));
    }

    /** Without what changes all the time. A page counts ages and times itself. */
    private static ConsoleView.Node states(ConsoleView.Node node) {
        return new ConsoleView.Node(
                node.node().withoutFigures(),
                node.processes().stream().map(process -> process.using(0, 0, 0)).toList());
    }

    /** With its figures, and without times. */
    private static ConsoleView.Node figures(ConsoleView.Node node) {
        return new ConsoleView.Node(
                node.node().heardNow(),
                node.processes().stream()
                        .map(process -> process.using(process.cpu(), process.memory(), 0))
                        .toList());
    }

    /** The last one, where the reader is not known any more. */
    static List<ByteString> end() {
        return List.of(ByteString.fromString("event: end\ndata: {}\n\n"));
    }

    private static ByteString event(String type, Object data) {
        return ByteString.fromString("event: %s\ndata: ".formatted(type))
                .concat(Replies.line(data))
                .concat(ByteString.fromString("\n"));
    }
}
