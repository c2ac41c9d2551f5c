package io.github.batonha.actors.logs;

import io.github.batonha.actors.api.EvidenceList;
import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Opens the logs of this node, and the evidence beside them, to readers here and on other nodes. */
public final class Logs {

    public sealed interface Command {}

    /** From this node or another one: answered {@link Opened} or {@link Failed}. */
    public record Open(LogQuery query, ActorRef<Answer> replyTo) implements Command, Wire {}

    /** Has another node open one of its logs. No answer comes where it can't be reached. */
    public record OpenOn(String host, Open open) implements Command {}

    /** From this node or another one: about what is kept of a failure. */
    public sealed interface EvidenceRequest extends Command, Wire {
        ActorRef<EvidenceAnswer> replyTo();

        String process();
    }

    /** Answered {@link EvidenceListed} or {@link NoEvidence}. */
    public record ListEvidence(String process, ActorRef<EvidenceAnswer> replyTo) implements EvidenceRequest {}

    /** Answered {@link EvidencePiece} or {@link NoEvidence}. */
    public record ReadEvidence(
            String process, String folder, String file, long offset, ActorRef<EvidenceAnswer> replyTo)
            implements EvidenceRequest {}

    /** Asks another node. No answer comes where it can't be reached. */
    public record EvidenceOn(String host, EvidenceRequest request) implements Command {}

    public sealed interface EvidenceAnswer extends Wire {}

    /** The newest first. */
    public record EvidenceListed(List<EvidenceList.Folder> folders) implements EvidenceAnswer {
        public EvidenceListed {
            folders = List.copyOf(folders);
        }
    }

    /** Empty at the end of the file. */
    @SuppressWarnings("ArrayRecordComponent") // goes over the wire; nobody compares it
    public record EvidencePiece(byte[] bytes) implements EvidenceAnswer {}

    public record NoEvidence(Why why, String reason) implements EvidenceAnswer {
        public enum Why {
            MISSING,
            NO_TEXT,
            FAILED
        }
    }

    /** What a reader is told. */
    public sealed interface Answer extends Wire {}

    public record Opened(ActorRef<Request> session) implements Answer {}

    /** An empty one, that is not the end, means that nothing was written for a moment. */
    @SuppressWarnings("ArrayRecordComponent") // goes over the wire; nobody compares it
    public record Piece(byte[] bytes, boolean isEnd) implements Answer {}

    public record Failed(String reason) implements Answer {}

    /** What a reader asks of the session that was opened for it. */
    public sealed interface Request extends LogSession.Command, Wire permits Next, Close {}

    /** Answered by a {@link Piece} within a second or so, or {@link Failed}. One at a time. */
    public record Next(ActorRef<Answer> replyTo) implements Request {}

    public record Close() implements Request {}

    private Logs() {}

    /**
     * Serves the logs of this node.
     *
     * @param folder of this node's logs: nothing outside of it is read
     * @param isProcess knows the processes of this node: only their names become parts of a path
     * @param outbox to the same actor of other nodes
     */
    public static Behavior<Command> create(Path folder, Predicate<String> isProcess, Outbox outbox, Executor blocking) {
        return Behaviors.setup(context -> Behaviors.receiveMessage(command -> switch (command) {
            case Open(var query, var replyTo) -> {
                if (isProcess.test(query.process())) {
                    context.spawnAnonymous(LogSession.create(folder, query, blocking, replyTo));
                } else {
                    replyTo.tell(new Failed(unknown(query.process())));
                }
                yield Behaviors.same();
            }
            case OpenOn(var host, var open) -> {
                outbox.tell(host, open);
                yield Behaviors.same();
            }
            case EvidenceRequest request -> {
                if (isProcess.test(request.process())) {
                    blocking.execute(() -> request.replyTo().tell(answer(new KeptEvidence(folder), request)));
                } else {
                    request.replyTo().tell(new NoEvidence(NoEvidence.Why.MISSING, unknown(request.process())));
                }
                yield Behaviors.same();
            }
            case EvidenceOn(var host, var request) -> {
                outbox.tell(host, request);
                yield Behaviors.same();
            }
        }));
    }

    private static EvidenceAnswer answer(KeptEvidence kept, EvidenceRequest request) {
        return switch (request) {
            case ListEvidence list -> kept.list(list.process());
            case ReadEvidence read -> kept.read(read.process(), read.folder(), read.file(), read.offset());
        };
    }

    private static String unknown(String process) {
        return "the definition that this node runs from has no process \"%s\"".formatted(process);
    }
}
