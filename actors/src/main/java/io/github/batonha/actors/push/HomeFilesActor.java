package io.github.batonha.actors.push;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.PushRequest;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.actors.wire.WireText;
import io.github.batonha.conf.push.HomeFile;
import io.github.batonha.conf.push.HomeFiles;
import io.github.batonha.conf.push.Listing;
import io.github.batonha.conf.push.Staging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** {@code /user/files}: tells of the files of this node's home, and begins pushes from it and to it, one of each at a time. */
public final class HomeFilesActor {

    /** A piece, and a page of the list, fit into a message between nodes. */
    static final int PIECE = 64 << 10;

    static final int PAGE = 300;

    private static final int BEHIND_THE_LAST = 1 << 30;

    private static final String SENDER = "sender";
    private static final String RECEIVER = "receiver";

    public sealed interface Command {}

    /** Asks about files; comes from this node or another one. */
    public sealed interface FileRequest extends Command, Wire {
        ActorRef<FileAnswer> replyTo();
    }

    /** A page of the list. That from 0 looks at all files; the others are of what was seen then. Answered {@link FilesListed} or {@link NoFile}. */
    public record ListFiles(int from, ActorRef<FileAnswer> replyTo) implements FileRequest {

        /** Asks for a page behind the last one: no file is looked at, so a node that can be reached answers at once. */
        public static ListFiles asSignOfLife(ActorRef<FileAnswer> replyTo) {
            return new ListFiles(BEHIND_THE_LAST, replyTo);
        }
    }

    /** A piece of a file, as it is: for nodes alone. Answered {@link FilePiece} or {@link NoFile}. */
    record ReadFile(String path, long offset, ActorRef<FileAnswer> replyTo) implements FileRequest {}

    /** A text without secrets, for people. Answered {@link FileText} or {@link NoFile}. */
    public record ShowFile(String path, ActorRef<FileAnswer> replyTo) implements FileRequest {}

    /** Asks another node. No answer comes where it can't be reached. */
    public record FilesOn(String host, FileRequest request) implements Command {}

    /** Brings the files of this node to all others. Answered by outcomes, then {@link OperationReply.Finished}. */
    public record Push(PushRequest request, ActorRef<OperationReply> replyTo) implements Command {}

    /**
     * Another node wants to bring its files.
     *
     * @param digest of all its files
     */
    record Offer(String from, PushRequest request, String digest, ActorRef<PushSender.News> sender)
            implements Command, Wire {}

    /** Whether an earlier agent died while it took files, and what became of that. */
    private record Recovered(boolean isFinished, String failure) implements Command {}

    public sealed interface FileAnswer extends Wire {}

    /** A page of the list; {@code total} counts all pages. */
    public record FilesListed(int from, List<HomeFile> files, List<String> withheld, int total) implements FileAnswer {
        public FilesListed {
            files = List.copyOf(files);
            withheld = List.copyOf(withheld);
        }
    }

    /** Empty at the end of the file. */
    @SuppressWarnings("ArrayRecordComponent") // goes over the wire; nobody compares it
    record FilePiece(String path, long offset, byte[] bytes) implements OfNodes {}

    /** What only nodes ask of each other. */
    public sealed interface OfNodes extends FileAnswer permits FilePiece {}

    public record FileText(String text) implements FileAnswer {}

    public record NoFile(Why why, String reason) implements FileAnswer {
        public enum Why {
            MISSING,
            NO_TEXT,
            FAILED
        }
    }

    private final ActorContext<Command> context;
    private final PushDeps deps;
    private final HomeFiles files;
    private boolean isRecovered;
    private final AtomicReference<Listing> seen = new AtomicReference<>(new Listing(List.of(), List.of()));

    public static Behavior<Command> create(PushDeps deps) {
        return Behaviors.setup(context -> new HomeFilesActor(context, deps).serving());
    }

    private HomeFilesActor(ActorContext<Command> context, PushDeps deps) {
        this.context = context;
        this.deps = deps;
        this.files = new HomeFiles(deps.home());
        context.pipeToSelf(
                CompletableFuture.supplyAsync(this::recover, deps.blocking()),
                (done, failure) -> done == null ? new Recovered(false, String.valueOf(failure)) : done);
    }

    private Recovered recover() {
        try {
            return new Recovered(new Staging(deps.home(), deps.node()).recover(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onRecovered(Recovered recovered) {
        isRecovered = true;
        var text = recovered.failure().isEmpty()
                ? "an agent died while it took files of another node: all are there now; check and install them: `baton install`"
                : "files of another node could not be taken or cleared away: " + recovered.failure();
        if (recovered.isFinished() || !recovered.failure().isEmpty()) {
            context.getLog().warn("Looked what was left of a push: {}", text);
            deps.events().tell(new NodeEvent.FilesPushed("FAILED", text));
        }
    }

    private Behavior<Command> serving() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case FileRequest request ->
                    deps.blocking().execute(() -> request.replyTo().tell(answer(request)));
                case FilesOn(var host, var request) -> deps.outbox().tell(host, request);
                case Push(var request, var replyTo) -> push(request, replyTo);
                case Offer offer -> offered(offer);
                case Recovered recovered -> onRecovered(recovered);
            }
            return Behaviors.same();
        });
    }

    private void push(PushRequest request, ActorRef<OperationReply> replyTo) {
        if (context.getChild(SENDER).isPresent()) {
            replyTo.tell(new OperationReply.Happened(new Outcome(
                    deps.node(),
                    "",
                    Result.REFUSED,
                    "another push from %s is at work: give it again when that one is done".formatted(deps.node()))));
            replyTo.tell(new OperationReply.Finished(deps.node()));
        } else {
            context.spawn(PushSender.create(deps, request, replyTo), SENDER);
        }
    }

    private void offered(Offer offer) {
        if (!isRecovered || context.getChild(RECEIVER).isPresent()) {
            offer.sender()
                    .tell(new PushSender.Refused(
                            deps.node(), "another push to it is at work: give it again when that one is done"));
        } else {
            context.spawn(PushReceiver.create(deps, offer), RECEIVER);
        }
    }

    private FileAnswer answer(FileRequest request) {
        try {
            return switch (request) {
                case ListFiles list -> list(list.from());
                case ReadFile read ->
                    new FilePiece(read.path(), read.offset(), files.read(read.path(), read.offset(), PIECE));
                case ShowFile show -> show(show.path());
            };
        } catch (NoSuchFileException e) {
            return new NoFile(NoFile.Why.MISSING, "%s has no file %s to show".formatted(deps.node(), e.getFile()));
        } catch (IOException e) {
            return new NoFile(
                    NoFile.Why.FAILED, "the files of %s can't be read: %s".formatted(deps.node(), e.getMessage()));
        }
    }

    private FileAnswer list(int from) throws IOException {
        if (from == 0) {
            seen.set(files.list());
        }
        var all = seen.get();
        var end = Math.min(all.files().size(), from + PAGE);
        var page = from < end ? all.files().subList(from, end) : List.<HomeFile>of();
        return new FilesListed(
                from, page, WireText.cut(all.withheld(), PIECE), all.files().size());
    }

    private FileAnswer show(String path) throws IOException {
        return files.shown(path)
                .filter(text -> WireText.bytes(text) <= WireText.MOST_BYTES)
                .<FileAnswer>map(FileText::new)
                .orElseGet(() -> new NoFile(
                        NoFile.Why.NO_TEXT,
                        "%s of %s is no text of at most %d KiB"
                                .formatted(path, deps.node(), HomeFiles.MOST_SHOWN_BYTES >> 10)));
    }
}
