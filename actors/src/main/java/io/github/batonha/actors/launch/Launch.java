package io.github.batonha.actors.launch;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.NotifySocket;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.log.LogMark;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.Spawner;
import io.github.batonha.supervision.run.StartRequest;
import io.github.batonha.supervision.run.StartResult;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to start a process: what came of it, and what was made for it before.
 *
 * @param socket where it says how it is, if it is to; {@code owner} has it until somebody takes over the run
 * @param logFrom the ends of its logs at that time
 */
public record Launch(
        StartResult result, @Nullable NotifySocket socket, LogMark logFrom, LogMark errorsFrom, SocketOwner owner) {

    /** Blocks on files and on exec. */
    public static Launch begin(ProcessDeps deps, ChildSpec spec, Spawner spawner, int restarts, SocketOwner owner) {
        return switch (RunEnvironment.prepare(deps, spec, restarts, spawner.startsStandbys())) {
            case RunEnvironment.Prepared.Incomplete(var reason, var isPassing) ->
                nothing(new StartResult.Refused(reason, isPassing), owner);
            case RunEnvironment.Prepared.Complete(var request, var onEnd) -> {
                try {
                    var launch = begin(deps, spec, spawner, request, owner);
                    switch (launch.result()) {
                        case StartResult.Started(var run) -> deps.runs().onExit(run, onEnd);
                        case StartResult.AlreadyRuns _, StartResult.Refused _ -> onEnd.accept(new Exit.Unknown());
                    }
                    yield launch;
                } catch (IOException e) {
                    onEnd.accept(new Exit.Unknown());
                    var isPassing = !(e instanceof NotifySocket.Unusable);
                    yield nothing(
                            new StartResult.Refused("it can't be listened to: " + e.getMessage(), isPassing), owner);
                }
            }
        };
    }

    private static Launch begin(
            ProcessDeps deps, ChildSpec spec, Spawner spawner, StartRequest request, SocketOwner owner)
            throws IOException {
        if (spawner.startsStandbys()) {
            return new Launch(spawner.start(request), null, LogMark.NONE, LogMark.NONE, owner);
        }
        var socket = spec.probes().hasSocket() ? NotifySockets.bind(deps, spec) : null;
        if (socket != null) {
            owner.own(socket);
        }
        var readsLog = spec.probes().readiness().check() instanceof Check.LogLine;
        var logFrom = readsLog ? LogMark.endOf(request.output()) : LogMark.NONE;
        var errorsFrom = readsLog ? LogMark.endOf(request.errors()) : LogMark.NONE;
        return new Launch(spawner.start(request), socket, logFrom, errorsFrom, owner);
    }

    /** The agent itself failed at it. */
    public static Launch broken(Throwable failure, SocketOwner owner) {
        return nothing(
                new StartResult.Refused(
                        "the agent failed to start it (%s): see the agent's log".formatted(failure), true),
                owner);
    }

    private static Launch nothing(StartResult.Refused refusal, SocketOwner owner) {
        return new Launch(refusal, null, LogMark.NONE, LogMark.NONE, owner);
    }

    /** Hands the run over to whoever calls, with all that was made for it. */
    public Started started(Run run, boolean isAdopted) {
        owner.handOver();
        return new Started(run, socket, logFrom, errorsFrom, isAdopted);
    }
}
