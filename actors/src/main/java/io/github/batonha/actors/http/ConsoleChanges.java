package io.github.batonha.actors.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.actors.view.ConsoleView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What one reader of the console is to be told of a view that it saw before. States are told at once, figures that change all the time only
 * every five seconds. One stream uses it, from one thread at a time.
 */
final class ConsoleChanges {
    static final Duration FIGURES_EVERY = Duration.ofSeconds(5);
    static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

    private final Map<String, ToldNode> told = new HashMap<>();
    private @Nullable Head head;
    private @Nullable List<String> grantedBy;
    private Instant lastSign = Instant.MIN;

    /** The names of the nodes in their order, the primary, and the change of it that is scheduled. */
    private record Head(
            List<String> nodes,
            MonCluster.@Nullable Primary primary,
            @Nullable Scheduled scheduled) {}

    private record Whole(NodeView node, List<ProcessStatus> processes) {}

    /** With the lease of the primary, which is another one all the time. */
    private record Sign(
            Instant at,
            @JsonInclude(JsonInclude.Include.NON_NULL) MonCluster.@Nullable Lease lease) {}

    /** The events that make of the former view this one; empty where nothing is to be told. {@code now} is by the clock of the agent. */
    List<ByteString> events(ConsoleView view, Instant now) {
        var events = new ArrayList<ByteString>();
        head(view).ifPresent(next -> events.add(event("cluster", next)));
        for (var node : view.nodes()) {
            node(node, now).ifPresent(events::add);
        }
        sign(view.primary(), now).ifPresent(sign -> events.add(event("sign", sign)));
        return events;
    }

    private Optional<Head> head(ConsoleView view) {
        var names = view.nodes().stream().map(node -> node.node().name()).toList();
        var primary = view.primary() == null ? null : view.primary().withoutLease();
        var next = new Head(names, primary, view.scheduled());
        if (next.equals(head)) {
            return Optional.empty();
        }
        head = next;
        told.keySet().retainAll(names);
        return Optional.of(next);
    }

    private Optional<ByteString> node(ConsoleView.Node node, Instant now) {
        var before = told.get(node.node().name());
        if (before != null && before.fits(node)) {
            return before.change(node, now).map(change -> event("change", change));
        }
        told.put(node.node().name(), new ToldNode(node, now));
        return Optional.of(event("node", new Whole(node.node(), node.statuses())));
    }

    private Optional<Sign> sign(MonCluster.@Nullable Primary primary, Instant now) {
        var lease = primary == null ? null : primary.lease();
        // Of one that has run out it is empty.
        var granters = lease == null ? null : lease.leftMillis() == 0 ? List.<String>of() : lease.grantedBy();
        // A clock that was set back must not silence it.
        var isDue = lastSign.equals(Instant.MIN)
                || Duration.between(lastSign, now).abs().compareTo(SIGN_OF_LIFE) >= 0;
        if (!isDue && Objects.equals(granters, grantedBy)) {
            return Optional.empty();
        }
        lastSign = now;
        grantedBy = granters;
        return Optional.of(new Sign(now, lease));
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
