package io.github.batonha.actors.http;

import io.github.batonha.actors.api.Problem;
import io.github.batonha.actors.api.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Answers a request whose progress is streamed. What is refused before anything was begun is a problem with a status of its own;
 * all else is 200 and a stream whose last line tells how it ended.
 */
final class Decision {

    private Decision() {}

    /**
     * Answers as soon as it is known whether anything is done.
     *
     * @param isDryRun nothing is ever done, so the last line decides
     */
    static CompletionStage<HttpResponse> answer(Source<Progress, ?> lines, boolean isDryRun, ActorSystem<?> system) {
        return kept(lines, isDryRun)
                .prefixAndTail(1)
                .runWith(Sink.head(), system)
                .thenApply(parts -> {
                    var first = parts.first().stream().flatMap(List::stream).toList();
                    return !first.isEmpty() && first.getLast().outcome() == Progress.Outcome.REFUSED
                            ? problem(first.getLast())
                            : HttpResponse.create()
                                    .withEntity(HttpEntities.create(
                                            Replies.NDJSON,
                                            Source.from(first)
                                                    .concat(parts.second().mapConcat(line -> line))
                                                    .map(Replies::line)));
                });
    }

    private static Source<List<Progress>, ?> kept(Source<Progress, ?> lines, boolean isDryRun) {
        return lines.statefulMapConcat(() -> {
            var kept = new ArrayList<Progress>();
            var decided = new AtomicBoolean();
            return line -> {
                if (decided.get()) {
                    return List.of(List.of(line));
                }
                kept.add(line);
                decided.set(isDecision(line, isDryRun && kept.size() > 1));
                return decided.get() ? List.of(List.copyOf(kept)) : List.of();
            };
        });
    }

    /**
     * A dry run that begins with a wait may outlast what the server grants to an answer, so it is streamed. A warning may stand in front
     * of a refusal.
     */
    private static boolean isDecision(Progress line, boolean onlyFinal) {
        return line.isFinal()
                || (!onlyFinal && line.phase() != Progress.Phase.ASK && line.phase() != Progress.Phase.WARNING);
    }

    /** Without a reason it is not the cluster that refuses: the node that was to do it can't be reached. */
    private static HttpResponse problem(Progress last) {
        var status = last.reasons().isEmpty() ? StatusCodes.SERVICE_UNAVAILABLE : StatusCodes.CONFLICT;
        var type = last.reasons().isEmpty() ? "/problems/target-unreachable" : "/problems/refused";
        return Replies.problem(
                status,
                new Problem(
                        type,
                        last.reasons().isEmpty() ? "The node does not answer" : "Refused, and nothing was changed",
                        status.intValue(),
                        last.text(),
                        last.remedy(),
                        last.reasons(),
                        last.silences()));
    }
}
