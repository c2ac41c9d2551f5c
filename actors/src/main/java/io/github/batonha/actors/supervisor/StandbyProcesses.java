package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.StandbyState;
import io.github.batonha.actors.launch.LaunchDigests;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.process.ProcessActor;
import io.github.batonha.actors.process.ProcessNews;
import io.github.batonha.supervision.lifecycle.StopOrder;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.Spawner;
import io.github.batonha.supervision.run.Usage;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.GroupStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Parent of the warm standbys of a node that is not the primary. Each is a primaryOnly process whose launcher holds it, with restarts
 * and a budget of its own; nothing of it is probed, and it waits for no other. Adopts those that live. Where this actor is stopped, they
 * go on: {@link PrimaryOnly} promotes them.
 */
final class StandbyProcesses extends AbstractBehavior<StandbyProcesses.Command> {

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);

    /** How soon a standby is replaced whose jars or definition are others now. */
    private static final Duration RENEW_EVERY = Duration.ofSeconds(15);

    private static final String NOT_WARM = "not warm: a switchover starts it from nothing";

    sealed interface Command {}

    /** The definition was replaced. */
    record Reconfigure() implements Command {}

    private record ActorLeft(String name) implements Command {}

    private record Told(ProcessNews news) implements Command {}

    private record SampleDue() implements Command {}

    private record Sampled(Map<String, Usage> usage) implements Command {}

    private record RenewDue() implements Command {}

    private record Outdated(Set<String> names) implements Command {
        private Outdated {
            names = Set.copyOf(names);
        }
    }

    /** For the front of all processes. */
    sealed interface News {

        /** The actors of all. */
        record Members(Map<String, ActorRef<ProcessActor.Command>> actors) implements News {
            public Members {
                actors = Map.copyOf(actors);
            }
        }

        /** One of them said something, in the words of a standby. */
        record Reported(ProcessStatus status) implements News {}
    }

    private final ProcessDeps deps;
    private final ActorRef<News> listener;
    private final Spawner spawner;
    private final ActorRef<ProcessNews> news;
    private final ChildProcesses children;

    static Behavior<Command> create(ProcessDeps deps, ActorRef<News> listener) {
        var standbys = deps.telling(StandbyEvents.to(deps.events()));
        Behavior<Command> behavior = Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new StandbyProcesses(context, timers, standbys, listener)));
        return Behaviors.supervise(behavior)
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 0.1));
    }

    private StandbyProcesses(
            ActorContext<Command> context, TimerScheduler<Command> timers, ProcessDeps deps, ActorRef<News> listener) {
        super(context);
        this.deps = deps;
        this.listener = listener;
        this.children = new ChildProcesses(deps, Run.STANDBY);
        this.spawner = deps.runs().standbySpawner();
        this.news = context.messageAdapter(ProcessNews.class, Told::new);
        context.setLoggerName(StandbyProcesses.class);
        children.begin(context, specs(), spawner, news);
        endOthers();
        listener.tell(new News.Members(children.actors()));
        timers.startTimerWithFixedDelay(new SampleDue(), SAMPLE_EVERY);
        timers.startTimerWithFixedDelay(new RenewDue(), RENEW_EVERY);
    }

    private List<ChildSpec> specs() {
        return deps.definition().processes().stream()
                .filter(ChildSpec::isWarm)
                .map(StandbyProcesses::alone)
                .toList();
    }

    /** As it is held: what concerns its work is left out, and what it is started from stays. */
    private static ChildSpec alone(ChildSpec spec) {
        return spec.but()
                .dependencies(List.of())
                .groupStrategy(GroupStrategy.ONE_FOR_ONE)
                .restart(spec.restart().always())
                .launching(spec.launching().withoutPreStop())
                .build();
    }

    /** Standbys that are none any more: removed from the definition, or cold now. */
    private void endOthers() {
        var names = specs().stream().map(ChildSpec::name).collect(Collectors.toSet());
        var _ = Orphans.end(getContext(), deps, spawner, Run.STANDBY, run -> names.contains(run.process()));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Reconfigure() -> {
                children.reconfigure(getContext(), specs(), false, Set.of(), ActorLeft::new);
                reconfigured();
            }
            case ActorLeft(var name) -> {
                children.left(name);
                reconfigured();
            }
            case Told(var said) -> told(said);
            case SampleDue() -> children.beginSample(getContext(), Sampled::new);
            case Sampled(var usage) -> children.sampled(usage);
            case RenewDue() ->
                getContext()
                        .pipeToSelf(
                                CompletableFuture.supplyAsync(this::outdated, deps.blocking()),
                                (names, failure) -> new Outdated(names == null ? Set.of() : names));
            case Outdated(var names) -> names.forEach(this::renew);
        }
        return this;
    }

    private void reconfigured() {
        if (!children.isChanging()) {
            children.complete(getContext(), spawner, news);
            endOthers();
            listener.tell(new News.Members(children.actors()));
            getContext().getSelf().tell(new RenewDue());
        }
    }

    /** Those that would be started otherwise now. Blocks on files. */
    private Set<String> outdated() {
        return deps.runs().live().stream()
                .filter(Run::isStandby)
                .filter(this::isOutdated)
                .map(Run::process)
                .collect(Collectors.toSet());
    }

    private boolean isOutdated(Run run) {
        return deps.definition().processes().stream()
                .filter(spec -> spec.name().equals(run.process()))
                .map(spec -> LaunchDigests.of(deps.home(), deps.definition(), spec))
                .anyMatch(digest -> !run.digest().differences(digest).isEmpty());
    }

    private void renew(String name) {
        var child = children.actors().get(name);
        if (child != null) {
            getContext()
                    .getLog()
                    .info("Starts the standby of process={} anew: it would be started otherwise now", name);
            var nobody = getContext().getSystem().<Outcome>ignoreRef();
            child.tell(new ProcessActor.Stop(
                    new StopOrder(deps.definition().settings().stopWithin(), false), nobody));
            child.tell(new ProcessActor.Start(nobody));
        }
    }

    private void told(ProcessNews said) {
        switch (said) {
            case ProcessNews.Report(var status) -> {
                if (children.isDefined(status.name())) {
                    children.reported(status);
                    listener.tell(new News.Reported(asStandby(status)));
                }
            }
            case ProcessNews.OfGroup group -> children.heed(group);
        }
    }

    private static ProcessStatus asStandby(ProcessStatus status) {
        var now = StandbyState.of(status.status());
        var isWarm = now == StandbyState.WARM;
        return status.inStandby(
                now, isWarm ? "" : status.message().isEmpty() ? NOT_WARM : NOT_WARM + "; " + status.message());
    }
}
