package io.github.batonha.actors.probe;

import io.github.batonha.actors.launch.LastLooks;
import io.github.batonha.actors.launch.NotifySockets;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.launch.SocketOwner;
import io.github.batonha.actors.launch.Started;
import io.github.batonha.supervision.os.NotifySocket;
import io.github.batonha.supervision.probe.Answer;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.Grace;
import io.github.batonha.supervision.probe.ProbeState;
import io.github.batonha.supervision.probe.ProbeState.Phase;
import io.github.batonha.supervision.probe.Probes;
import io.github.batonha.supervision.probe.log.LogSearch;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one run: looks whether it is ready and whether it works, and hears what it says of itself. Decides nothing: that is
 * {@link ProbeState}. Ends as soon as there is nothing to watch any more, and with its parent.
 */
public final class ProbeActor extends AbstractBehavior<ProbeActor.Command> {

    /** Between two lots of messages of one process. */
    private static final Duration LISTEN_AFTER = Duration.ofMillis(50);

    /** Most processes listen within that time: those that do are not worth a word before. */
    private static final Duration LONG_ENOUGH_TO_LISTEN = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofMillis(200);

    public sealed interface Command {}

    private record Begun(ReadyRecord record, @Nullable NotifySocket socket) implements Command {}

    private record ReadinessDue() implements Command {}

    private record ReadinessAnswered(Answer answer) implements Command {}

    private record LivenessDue() implements Command {}

    private record LivenessAnswered(Answer answer) implements Command {}

    private record Said(NotifyFilter.Heard heard) implements Command {}

    private record ListenAgain() implements Command {}

    private record LookAtTime() implements Command {}

    private record Written() implements Command {}

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final long number;
    private final Started started;
    private final ActorRef<ProbeNews> news;
    private final TimerScheduler<Command> timers;
    private final ProbeRunner looks;
    private final Probes probes;
    private final SocketOwner owner = new SocketOwner();
    private Grace grace = Grace.NONE;
    private ProbeState vitals;
    private String told = "";
    private ReadyRecord record;
    private @Nullable NotifySocket socket;
    private @Nullable LogSearch output;
    private @Nullable LogSearch errors;

    public static Behavior<Command> create(
            ProcessDeps deps, ChildSpec spec, long number, Started started, ActorRef<ProbeNews> news) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ProbeActor(context, timers, deps, spec, number, started, news).begin()));
    }

    private ProbeActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ProcessDeps deps,
            ChildSpec spec,
            long number,
            Started started,
            ActorRef<ProbeNews> news) {
        super(context);
        this.deps = deps;
        this.spec = spec;
        this.number = number;
        this.started = started;
        this.probes = started.run().isStandby() ? spec.probes().ofStandby() : spec.probes();
        this.news = news;
        this.timers = timers;
        this.socket = started.socket();
        this.looks = new ProbeRunner(deps, spec, started.run());
        this.record = ReadyRecord.of(started);
        this.vitals = begin(record);
    }

    private ProbeState begin(ReadyRecord known) {
        return ProbeState.begin(probes, spec.stopWithin(), started.isAdopted(), known.isRecorded(), now());
    }

    /** The usual probe of the usual process needs no file: it begins at once. */
    private Behavior<Command> begin() {
        if (!probes.isReadinessKept()) {
            return onBegun(new Begun(record, socket));
        }
        var opened = socket;
        if (opened != null) {
            owner.own(opened);
        }
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> prepare(opened), deps.blocking()),
                        (begun, failure) -> begun == null ? new Begun(record, opened) : begun);
        return this;
    }

    /** Blocks. */
    private Begun prepare(@Nullable NotifySocket opened) {
        if (!started.isAdopted()) {
            record.write(deps, spec.name());
            return new Begun(record, opened);
        }
        var known = ReadyRecord.read(deps, spec.name(), started.run());
        if (opened != null || !probes.hasSocket()) {
            return new Begun(known, opened);
        }
        var again = NotifySockets.again(deps, spec);
        if (again != null) {
            owner.own(again);
        }
        return new Begun(known, again);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.class, this::onCommand)
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    private Behavior<Command> onCommand(Command command) {
        return switch (command) {
            case Begun begun -> onBegun(begun);
            case ReadinessDue() -> onReadinessDue();
            case ReadinessAnswered answered -> onReadinessAnswered(answered);
            case LivenessDue() -> onLivenessDue();
            case LivenessAnswered answered -> onLivenessAnswered(answered);
            case Said said -> onSaid(said);
            case ListenAgain() -> onListenAgain();
            case LookAtTime() -> onLookAtTime();
            case Written() -> this;
        };
    }

    private Behavior<Command> onBegun(Begun begun) {
        record = begun.record();
        vitals = begin(record);
        socket = begun.socket();
        if (socket != null) {
            var self = getContext().getSelf();
            var hearing = new NotifyFilter(spec, run());
            socket.listen(messages -> self.tell(new Said(hearing.hear(messages))));
        }
        if (record.isReady()) {
            return became(vitals.ready(now()));
        }
        if (probes.readiness().check() instanceof Check.LogLine(var regex)) {
            var logs = deps.home().logs(deps.node());
            var pattern = Pattern.compile(regex);
            output = new LogSearch(logs.resolve(spec.name() + ".log"), pattern, record.logFrom());
            errors = new LogSearch(logs.resolve(spec.name() + ".log.err"), pattern, record.errorsFrom());
        }
        lookAtTime();
        readinessIn(firstLook());
        return this;
    }

    private Behavior<Command> onSaid(Said said) {
        var heard = said.heard();
        var next = vitals.said(heard.notice(), now());
        return became(heard.misheard().isEmpty() ? next : next.misheard(heard.misheard()));
    }

    private Duration firstLook() {
        var timing = probes.readiness().timing();
        if (probes.readiness().check() instanceof Check.Alive(var since)) {
            return since.minus(started.age(now()));
        }
        if (probes.readiness().check() instanceof Check.Held) {
            return Duration.ZERO;
        }
        var soon = timing.period().compareTo(SOON) < 0 ? timing.period() : SOON;
        var delay = timing.initialDelay().minus(started.age(now()));
        return delay.compareTo(soon) < 0 ? soon : delay;
    }

    private void readinessIn(Duration wait) {
        var check = probes.readiness().check();
        if (!(check instanceof Check.Notified || check instanceof Check.Ended)) {
            timers.startSingleTimer(new ReadinessDue(), positive(wait));
        }
    }

    private Behavior<Command> onReadinessDue() {
        if (vitals.phase() != Phase.STARTING) {
            return this;
        }
        if (probes.readiness().check() instanceof Check.Alive) {
            return became(vitals.ready(now()));
        }
        ask(readiness(), ReadinessAnswered::new);
        return this;
    }

    private CompletionStage<Answer> readiness() {
        if (run().isStandby()) {
            return looks.onceHeld(probes.readiness(), LastLooks.Kind.READINESS);
        }
        var inOutput = output;
        var inErrors = errors;
        return inOutput == null || inErrors == null
                ? looks.look(probes.readiness(), LastLooks.Kind.READINESS)
                : ProbeRunner.search(probes.readiness().timing().timeout(), inOutput, inErrors);
    }

    private interface Answered {
        Command with(Answer answer);
    }

    private void ask(CompletionStage<Answer> asked, Answered answered) {
        getContext()
                .pipeToSelf(
                        asked,
                        (answer, failure) -> answered.with(
                                answer == null ? new Answer.Failed("can't be looked at: " + failure) : answer));
    }

    private Behavior<Command> onReadinessAnswered(ReadinessAnswered answered) {
        if (vitals.phase() == Phase.STARTING) {
            readinessIn(probes.readiness().timing().period());
        }
        return became(vitals.readiness(answered.answer(), now()));
    }

    private Behavior<Command> onLivenessDue() {
        if (vitals.phase() == Phase.READY) {
            ask(looks.look(probes.liveness(), LastLooks.Kind.LIVENESS), LivenessAnswered::new);
        }
        return this;
    }

    private Behavior<Command> onLivenessAnswered(LivenessAnswered answered) {
        livenessIn(probes.liveness().timing().period());
        return became(vitals.liveness(answered.answer()));
    }

    private void livenessIn(Duration wait) {
        timers.startSingleTimer(new LivenessDue(), positive(wait));
    }

    private Behavior<Command> onListenAgain() {
        if (socket != null) {
            socket.goOn();
        }
        return this;
    }

    private Behavior<Command> became(ProbeState next) {
        var before = vitals;
        vitals = next;
        if (socket != null && !timers.isTimerActive(new ListenAgain())) {
            timers.startSingleTimer(new ListenAgain(), LISTEN_AFTER);
        }
        // The remark goes first: nobody may see a process that is ready, and that says why it is not.
        if (!told.equals(next.message()) && isWorthTelling()) {
            told = next.message();
            news.tell(new ProbeNews.Remark(number, told));
        }
        if (before.phase() == Phase.STARTING && next.phase() == Phase.READY) {
            ready();
        }
        if (next.phase() == Phase.FAILED && before.phase() != Phase.FAILED) {
            getContext()
                    .getLog()
                    .warn("Found that process={} run={} does not work: {}", spec.name(), run().id(), next.why());
            news.tell(new ProbeNews.Failed(number, next.message()));
        }
        lookAtTime();
        return isOver() ? Behaviors.stopped() : this;
    }

    private void ready() {
        news.tell(new ProbeNews.Ready(number));
        if (probes.hasLiveness()) {
            var timing = probes.liveness().timing();
            livenessIn(ProbeRunner.scattered(timing.initialDelay().isZero() ? timing.period() : timing.initialDelay()));
        }
        if (probes.isReadinessKept() && !record.isReady()) {
            record = record.ready();
            var written = record;
            getContext()
                    .pipeToSelf(
                            CompletableFuture.runAsync(() -> written.write(deps, spec.name()), deps.blocking())
                                    .thenApply(done -> new Written()),
                            (done, failure) -> new Written());
        }
    }

    /** At first the usual probes say nothing beyond what the state says. */
    private boolean isWorthTelling() {
        var isUsual = probes.equals(Probes.standard(spec.port()))
                || probes.readiness().check() instanceof Check.Held;
        return !isUsual
                || vitals.phase() != Phase.STARTING
                || started.age(now()).compareTo(LONG_ENOUGH_TO_LISTEN) >= 0;
    }

    private boolean isOver() {
        return switch (vitals.phase()) {
            case STARTING, ENDING -> false;
            case READY -> !probes.hasLiveness() && !probes.hasSocket();
            case FAILED -> true;
        };
    }

    private void lookAtTime() {
        var at = grace.lookAt(vitals);
        if (at.equals(Instant.MAX)) {
            timers.cancel(new LookAtTime());
        } else {
            timers.startSingleTimer(new LookAtTime(), positive(Duration.between(now(), at)));
        }
    }

    private Behavior<Command> onLookAtTime() {
        if (grace.isOver(vitals, now())) {
            return became(vitals.looked(now()));
        }
        grace = grace.looked(vitals, now());
        lookAtTime();
        return onListenAgain();
    }

    private static Duration positive(Duration wait) {
        return wait.isPositive() ? wait : Duration.ofMillis(1);
    }

    private Behavior<Command> onPostStop() {
        owner.close();
        return this;
    }

    private Run run() {
        return started.run();
    }

    private Instant now() {
        return deps.steady().instant();
    }
}
