package io.github.batonha.actors.push;

import io.github.batonha.actors.api.PushRequest;
import io.github.batonha.actors.audit.Act;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.push.HomeFilesActor.FileAnswer;
import io.github.batonha.actors.push.HomeFilesActor.FileRequest;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.install.InstallReport;
import io.github.batonha.conf.push.HomeFile;
import io.github.batonha.conf.push.HomeFiles;
import io.github.batonha.conf.push.Listing;
import io.github.batonha.conf.push.PushPlan;
import io.github.batonha.conf.push.Staging;
import io.github.batonha.conf.report.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Takes the files of another node: asks for one piece after the other, checks them as {@code install} does, and puts them into the home
 * when the sender says that they are good everywhere. A lost message is asked for again; what has come by then stays for the next push.
 */
final class PushReceiver {

    /** In paces: a second each. */
    private static final int ANSWER_WITHIN = 5;

    private static final int MOST_TRIES = 6;
    private static final int TAKE_WITHIN = 120;
    private static final int MOST_LINES = 40;
    private static final int MOST_PROBLEMS = 10;
    private static final long TOLD_EVERY = 4L << 20;

    sealed interface Command {}

    /** From the sender. */
    sealed interface Order extends Command, Wire {}

    /** The files are good everywhere. Given again until it is answered. */
    record Take() implements Order {}

    /** Nothing is taken anywhere. */
    record Abandon() implements Order {}

    private record Answered(FileAnswer answer) implements Command {}

    private record Silent() implements Command {}

    private record Compared(Listing own, PushPlan plan, List<HomeFile> missing) implements Command {}

    private record Stored(long held) implements Command {}

    private record Completed(boolean isRight) implements Command {}

    private record CheckedHere(InstallReport report) implements Command {}

    private record Installed(InstallReport report) implements Command {}

    private record Cleared() implements Command {}

    private record Failed(Throwable failure) implements Command {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final PushDeps deps;
    private final HomeFilesActor.Offer offer;
    private final PushRequest request;
    private final Staging staging;
    private final ActorRef<FileAnswer> answers;
    private final List<HomeFile> listed = new ArrayList<>();
    private final Deque<HomeFile> missing = new ArrayDeque<>();
    private @Nullable FileRequest asked;
    private int tries;
    private long taken;
    private long told;
    private boolean isChecked;
    private boolean isTaking;
    private @Nullable Compared compared;

    static Behavior<Command> create(PushDeps deps, HomeFilesActor.Offer offer) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new PushReceiver(context, timers, deps, offer).begin()));
    }

    private PushReceiver(
            ActorContext<Command> context, TimerScheduler<Command> timers, PushDeps deps, HomeFilesActor.Offer offer) {
        this.context = context;
        this.timers = timers;
        this.deps = deps;
        this.offer = offer;
        this.request = offer.request();
        this.staging = new Staging(deps.home(), deps.node());
        this.answers = context.messageAdapter(FileAnswer.class, Answered::new);
    }

    private Behavior<Command> begin() {
        context.watchWith(offer.sender(), new Abandon());
        askPage(0);
        return Behaviors.receiveMessage(command -> switch (command) {
            case Answered(var answer) -> answered(answer);
            case Silent() -> silent();
            case Compared now -> onCompared(now);
            case Stored(var held) -> onStored(held);
            case Completed(var isRight) -> onCompleted(isRight);
            case CheckedHere(var report) -> onChecked(report);
            case Take() -> onTake();
            case Abandon() -> abandoned();
            case Installed(var report) -> onInstalled(report);
            case Failed(var failure) -> refuse(text(failure));
            case Cleared() -> Behaviors.stopped();
        });
    }

    private void askPage(int from) {
        ask(new HomeFilesActor.ListFiles(from, answers));
    }

    private void ask(FileRequest next) {
        asked = next;
        tries = 1;
        send(next);
    }

    private void send(FileRequest next) {
        timers.startSingleTimer(new Silent(), deps.pace().multipliedBy(ANSWER_WITHIN));
        deps.outbox().tell(offer.from(), next);
    }

    private Behavior<Command> silent() {
        if (isTaking) {
            return Behaviors.same();
        }
        if (asked == null) {
            return refuse("it heard nothing more of %s".formatted(offer.from()));
        }
        tries++;
        if (tries > MOST_TRIES) {
            return refuse(
                    "the connection to %s was lost, what has come stays: give the push again".formatted(offer.from()));
        }
        send(asked);
        return Behaviors.same();
    }

    private Behavior<Command> answered(FileAnswer answer) {
        return switch (answer) {
            case HomeFilesActor.FilesListed page
            when asked instanceof HomeFilesActor.ListFiles list && list.from() == page.from() -> onPage(page);
            case HomeFilesActor.FilePiece piece
            when asked instanceof HomeFilesActor.ReadFile read
                    && read.path().equals(piece.path())
                    && read.offset() == piece.offset() -> onPiece(piece);
            case HomeFilesActor.NoFile no -> refuse(no.reason());
            // Asked for twice and answered twice.
            case HomeFilesActor.FilesListed _, HomeFilesActor.FilePiece _, HomeFilesActor.FileText _ ->
                Behaviors.same();
        };
    }

    private Behavior<Command> onPage(HomeFilesActor.FilesListed page) {
        answeredNow();
        listed.addAll(page.files());
        if (listed.size() > HomeFiles.MOST_FILES
                || listed.stream().mapToLong(HomeFile::bytes).sum() > HomeFiles.MOST_BYTES) {
            return refuse("%s has more files than a host takes".formatted(offer.from()));
        }
        if (listed.size() < page.total() && !page.files().isEmpty()) {
            askPage(listed.size());
            return Behaviors.same();
        }
        var source = new Listing(listed, page.withheld());
        if (!source.digest().equals(offer.digest())) {
            return refuse(changed());
        }
        work(() -> {
            if (!deps.isSafe()) {
                throw new IOException(
                        "its cluster port is open: give it certificates first, for files may hold passwords");
            }
            // Who may change what this host runs is decided by who may write there, and an agent elsewhere is nobody
            // else.
            if (!Files.isWritable(deps.home().conf())) {
                throw new AccessDeniedException(deps.home().conf().toRealPath().toString());
            }
            var own = new HomeFiles(deps.home()).list();
            var plan = PushPlan.of(source, own);
            return new Compared(own, plan, request.dryRun() ? List.of() : staging.begin(plan));
        });
        return Behaviors.same();
    }

    private String changed() {
        return "the files of %s changed meanwhile: give the push again".formatted(offer.from());
    }

    private void answeredNow() {
        asked = null;
        timers.cancel(new Silent());
    }

    private Behavior<Command> onCompared(Compared now) {
        compared = now;
        missing.addAll(now.missing());
        taken = now.plan().bytes()
                - now.missing().stream().mapToLong(HomeFile::bytes).sum();
        offer.sender()
                .tell(new PushSender.Planned(
                        deps.node(), context.getSelf().narrow(), now.plan().lines(MOST_LINES)));
        return request.dryRun() ? Behaviors.stopped() : next();
    }

    private Behavior<Command> next() {
        var file = missing.peek();
        if (file == null) {
            return check();
        }
        work(() -> new Stored(staging.held(file)));
        return Behaviors.same();
    }

    private Behavior<Command> onStored(long held) {
        var file = missing.element();
        if (held >= file.bytes()) {
            work(() -> new Completed(staging.complete(file)));
        } else {
            ask(new HomeFilesActor.ReadFile(file.path(), held, answers));
        }
        return Behaviors.same();
    }

    private Behavior<Command> onPiece(HomeFilesActor.FilePiece piece) {
        answeredNow();
        var file = missing.element();
        if (piece.bytes().length == 0) {
            return refuse(changed());
        }
        taken += piece.bytes().length;
        if (taken - told >= TOLD_EVERY) {
            told = taken;
            var total = compared == null ? taken : compared.plan().bytes();
            offer.sender().tell(new PushSender.Moved(deps.node(), taken, total));
        }
        work(() -> {
            staging.append(file, piece.bytes());
            return new Stored(piece.offset() + piece.bytes().length);
        });
        return Behaviors.same();
    }

    private Behavior<Command> onCompleted(boolean isRight) {
        if (!isRight) {
            return refuse(changed());
        }
        missing.remove();
        return next();
    }

    private Behavior<Command> check() {
        var now = compared();
        var source = new Listing(listed, List.of());
        work(() -> {
            var report = deps.check(staging.tried(now.plan(), source, now.own()));
            if (report.isGood()) {
                staging.prepare(now.plan());
            }
            return new CheckedHere(report);
        });
        return Behaviors.same();
    }

    private Compared compared() {
        if (compared == null) {
            throw new IllegalStateException("nothing was compared yet");
        }
        return compared;
    }

    private Behavior<Command> onChecked(InstallReport report) {
        if (!report.isGood()) {
            return refuse("its check found what an install would refuse: " + findings(report.problems()));
        }
        isChecked = true;
        timers.startSingleTimer(new Silent(), deps.pace().multipliedBy(TAKE_WITHIN));
        offer.sender().tell(new PushSender.Checked(deps.node(), findings(report.warnings())));
        return Behaviors.same();
    }

    /** Places are told as they are in the home, not in what was tried. */
    private String findings(List<Finding> findings) {
        var tried = deps.home().run(deps.node()).resolve("push").resolve("home").toString();
        return findings.stream()
                .limit(MOST_PROBLEMS)
                .map(finding ->
                        finding.toString().replace(tried, deps.home().path().toString()))
                .collect(Collectors.joining(" | "));
    }

    private Behavior<Command> onTake() {
        if (!isChecked || isTaking) {
            return Behaviors.same();
        }
        isTaking = true;
        var reason = reason();
        work(() -> {
            var act = new Act(request.by(), "admin", offer.from(), "push", reason, "");
            var number = deps.audit().before(act);
            staging.take();
            var report = deps.install(request.by(), reason);
            deps.audit().after(number, act, report.isGood() ? "done" : "failed", findings(report.problems()));
            return new Installed(report);
        });
        return Behaviors.same();
    }

    private String reason() {
        return "push from %s%s".formatted(offer.from(), request.reason().isEmpty() ? "" : ": " + request.reason());
    }

    private Behavior<Command> onInstalled(InstallReport report) {
        var count = compared().plan();
        var text = "%d files added, %d replaced, %d removed"
                .formatted(
                        count.added().size(),
                        count.replaced().size(),
                        count.removed().size());
        if (report.isGood()) {
            deps.events()
                    .tell(new NodeEvent.FilesPushed("TAKEN", "%s by %s; %s".formatted(text, request.by(), reason())));
            offer.sender().tell(new PushSender.Taken(deps.node(), text));
        } else {
            var problem =
                    "the files are there (%s), but were not installed: %s".formatted(text, findings(report.problems()));
            deps.events().tell(new NodeEvent.FilesPushed("FAILED", problem));
            offer.sender().tell(new PushSender.Refused(deps.node(), problem));
        }
        return Behaviors.stopped();
    }

    private Behavior<Command> abandoned() {
        if (isTaking) {
            return Behaviors.same();
        }
        context.getLog().info("Took no files of {}: the push was given up", offer.from());
        return clear();
    }

    private Behavior<Command> refuse(String why) {
        context.getLog().warn("Took no files of {}: {}", offer.from(), why);
        offer.sender().tell(new PushSender.Refused(deps.node(), why));
        return clear();
    }

    /** What was prepared lies in the folders of the home. */
    private Behavior<Command> clear() {
        if (!isChecked) {
            return Behaviors.stopped();
        }
        isTaking = true;
        deps.blocking().execute(() -> {
            try {
                staging.abandon();
            } catch (IOException e) {
                context.getSystem().log().warn("Could not clear away what a push had prepared", e);
            }
            context.getSelf().tell(new Cleared());
        });
        return Behaviors.same();
    }

    private static String text(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof UncheckedIOException unchecked ? words(unchecked.getCause()) : cause.toString();
    }

    private static String words(@Nullable IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied ->
                "its agent may not write %1$s: allow it there by `chown -R %2$s: %1$s`"
                        .formatted(denied.getFile(), System.getProperty("user.name"));
            case null -> "for no reason that is known";
            case IOException other -> String.valueOf(other.getMessage());
        };
    }

    /** Reads or writes files. */
    private interface Work {
        Command run() throws IOException;
    }

    private void work(Work work) {
        Function<Work, Command> run = each -> {
            try {
                return each.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> run.apply(work), deps.blocking()),
                (done, failure) -> done == null ? new Failed(failure) : done);
    }
}
