package io.github.batonha.actors.usage;

import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.UsageQuery;
import io.github.batonha.actors.api.UsageReport;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.supervision.os.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Tells what the processes of this node took, to those who ask here and on other nodes. */
public final class Usages {

    public sealed interface Command {}

    /** From this node or another one: answered {@link Told} or {@link Failed}. */
    public record Ask(UsageQuery query, ActorRef<Answer> replyTo) implements Command, Wire {}

    /** Asks another node. No answer comes where it can't be reached. */
    public record AskOn(String host, Ask ask) implements Command {}

    private record Listed(Mon mon) implements Command {}

    public sealed interface Answer extends Wire {}

    public record Told(UsageReport report) implements Answer {}

    public record Failed(String reason) implements Answer {}

    private final ActorRef<ClusterView.Command> view;
    private final ActorRef<Mon> listed;
    private final List<Ask> waiting = new ArrayList<>();
    private final UsageReports reports;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Executor blocking;

    private Usages(
            ActorContext<Command> context,
            ActorRef<ClusterView.Command> view,
            Path folder,
            Outbox outbox,
            InstantSource clock,
            Executor blocking) {
        this.view = view;
        this.listed = context.messageAdapter(Mon.class, Listed::new);
        this.reports =
                new UsageReports(folder, Runtime.getRuntime().availableProcessors(), Host.memory(), Host.bootId());
        this.outbox = outbox;
        this.clock = clock;
        this.blocking = blocking;
    }

    /**
     * Serves the records of this node.
     *
     * @param view knows which processes the node has
     * @param outbox to the same actor of other nodes
     */
    public static Behavior<Command> create(
            ActorRef<ClusterView.Command> view, Path folder, Outbox outbox, InstantSource clock, Executor blocking) {
        return Behaviors.setup(context -> new Usages(context, view, folder, outbox, clock, blocking).serving());
    }

    private Behavior<Command> serving() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Ask ask -> {
                    waiting.add(ask);
                    view.tell(new ClusterView.GetMon(listed));
                }
                case AskOn(var host, var ask) -> outbox.tell(host, ask);
                case Listed(var mon) -> {
                    waiting.forEach(ask -> tell(ask, mon));
                    waiting.clear();
                }
            }
            return Behaviors.same();
        });
    }

    private void tell(Ask ask, Mon mon) {
        var now = clock.instant();
        blocking.execute(() -> ask.replyTo().tell(answer(ask.query(), mon, now)));
    }

    private Answer answer(UsageQuery query, Mon mon, Instant now) {
        try {
            return new Told(reports.report(query, mon, now));
        } catch (IOException | RuntimeException e) {
            return new Failed("the records can't be read: %s".formatted(e));
        }
    }
}
