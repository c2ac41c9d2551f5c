package io.github.batonha.actors.launch;

import io.github.batonha.supervision.aot.CacheDecision.Fit;
import io.github.batonha.supervision.aot.store.JvmFiles;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.NotifySocket;
import io.github.batonha.supervision.run.EnvironmentText;
import io.github.batonha.supervision.run.LaunchDigest;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.StandbyFiles;
import io.github.batonha.supervision.run.StartRequest;
import io.github.batonha.supervision.run.Wrapper;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.EnvironmentSource.Resolution;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts together what a run is started from. Reads files and secrets: off the actors' dispatcher. */
public final class RunEnvironment {

    public sealed interface Prepared {
        /**
         * All of it.
         *
         * @param onEnd told how the run ended; does not block
         */
        record Complete(StartRequest request, Consumer<Exit> onEnd) implements Prepared {
            Complete(StartRequest request) {
                this(request, exit -> {});
            }
        }

        record Incomplete(String reason, boolean isPassing) implements Prepared {}
    }

    private static final List<String> OF_THE_AGENT = List.of(
            "NOTIFY_SOCKET",
            "WATCHDOG_USEC",
            "WATCHDOG_PID",
            "BATON_NOTIFY",
            "BATON_DELEGATED_CGROUP",
            "BATON_TOKEN_FILE",
            StandbyFiles.VARIABLE,
            ApplicationPage.VARIABLE);

    private RunEnvironment() {}

    /** @param isStandby it is started as a standby, which needs no port */
    static Prepared prepare(ProcessDeps deps, ChildSpec spec, int restarts, boolean isStandby) {
        var isPromotion = !isStandby
                && deps.runs().live(spec.name()).filter(Run::isStandby).isPresent();
        var stranger = isStandby || isPromotion
                ? Optional.<String>empty()
                : PortHolder.of(deps.definition().self().address(), spec.port());
        if (stranger.isPresent()) {
            return new Prepared.Incomplete(stranger.get(), true);
        }
        // Before the rest is read: what changes meanwhile is seen to have changed.
        var digest = LaunchDigests.look(deps.home(), deps.definition(), spec);
        return switch (complete(deps, spec, restarts, spec.argv())) {
            case Prepared.Incomplete incomplete -> incomplete;
            case Prepared.Complete(var request, var _) -> {
                var whole = withPage(deps, spec, request, isPromotion).with(digest);
                if (isPromotion) {
                    yield new Prepared.Complete(whole);
                }
                var start = AotStart.of(deps, spec, whole);
                yield new Prepared.Complete(start.request(), start.onEnd());
            }
        };
    }

    /** Whether the next run can have a start-up cache, and by which key. */
    static Fit fit(ProcessDeps deps, ChildSpec spec) {
        return switch (complete(deps, spec, 0, spec.argv())) {
            case Prepared.Incomplete(var reason, var _) -> new Fit.Never(reason);
            case Prepared.Complete(var request, var _) ->
                JvmFiles.fit(request.argv(), request.environment(), request.directory());
        };
    }

    /** Only for the run itself: what is run beside it must not take its page away. A standby has one already. */
    private static StartRequest withPage(ProcessDeps deps, ChildSpec spec, StartRequest request, boolean isPromotion) {
        var folder = deps.home().run(deps.node());
        var given = isPromotion
                ? ApplicationPage.given(folder, spec.name())
                : ApplicationPage.give(folder, spec.name(), spec.launching().user());
        return given.map(page -> request.with(ApplicationPage.VARIABLE, page.toString()))
                .orElse(request);
    }

    /** The command that is run before SIGTERM, in the same surroundings. */
    static Prepared preStop(ProcessDeps deps, ChildSpec spec, Run run) {
        return beside(deps, spec, run, spec.launching().preStop());
    }

    /** Any command that is run for a run, in the same surroundings. */
    public static Prepared beside(ProcessDeps deps, ChildSpec spec, Run run, List<String> argv) {
        return switch (complete(deps, spec, run.restarts(), argv)) {
            case Prepared.Incomplete incomplete -> incomplete;
            case Prepared.Complete(var request, var _) ->
                new Prepared.Complete(request.with("BATON_PID", Long.toString(run.pid())));
        };
    }

    private static Prepared complete(ProcessDeps deps, ChildSpec spec, int restarts, List<String> argv) {
        var variables = new HashMap<String, String>();
        var secrets = new HashMap<String, String>();
        switch (deps.definition().environment().resolve(spec)) {
            case Resolution.Unresolved(var reason) -> {
                return new Prepared.Incomplete(reason, false);
            }
            case Resolution.Resolved(var resolved, var files) -> {
                variables.putAll(resolved);
                secrets.putAll(files);
            }
        }
        for (var file : spec.launching().environmentFiles()) {
            switch (EnvironmentText.read(file)) {
                case EnvironmentText.Parsed.Wrong(var reason) -> {
                    return new Prepared.Incomplete(reason, false);
                }
                case EnvironmentText.Parsed.Variables(var values) -> variables.putAll(values);
            }
        }
        return switch (Wrapper.of(spec.launching())) {
            case Wrapper.Wrapped.Impossible(var reason) -> new Prepared.Incomplete(reason, false);
            case Wrapper.Wrapped.Through(var programs, var ofUser) -> {
                variables.putAll(ofUser);
                yield request(deps, spec, programs, argv, environment(deps, spec, variables), secrets, restarts);
            }
        };
    }

    private static Prepared request(
            ProcessDeps deps,
            ChildSpec spec,
            List<String> wrapper,
            List<String> argv,
            Map<String, String> environment,
            Map<String, String> secrets,
            int restarts) {
        var logs = deps.home().logs(deps.node());
        try {
            if (!Files.isDirectory(logs)) {
                Files.createDirectories(logs);
            }
        } catch (IOException e) {
            return new Prepared.Incomplete(
                    "its log folder '%s' can't be made (%s): let this user write there".formatted(logs, e), true);
        }
        return new Prepared.Complete(new StartRequest(
                spec.name(),
                wrapper,
                argv,
                environment,
                secrets,
                spec.directory(),
                logs.resolve(spec.name() + ".log"),
                logs.resolve(spec.name() + ".log.err"),
                restarts,
                deps.definition().control(spec),
                () -> LaunchDigest.UNKNOWN));
    }

    private static Map<String, String> environment(ProcessDeps deps, ChildSpec spec, Map<String, String> resolved) {
        var all = new HashMap<>(resolved);
        // Where systemd or another baton gave them to the agent, they are not for those that the agent starts.
        OF_THE_AGENT.forEach(all::remove);
        all.putAll(spec.environment());
        if (spec.probes().hasSocket()) {
            var socket = NotifySockets.path(deps, spec);
            all.put("NOTIFY_SOCKET", socket.toString());
            all.put("BATON_NOTIFY", NotifySocket.streamOf(socket).toString());
        }
        if (spec.probes().hasWatchdog()) {
            all.put("WATCHDOG_USEC", Long.toString(spec.probes().watchdog().toNanos() / 1000));
        }
        all.put("BATON_HOME", deps.home().path().toString());
        all.put("BATON_NODE", deps.node());
        all.put("BATON_ADDRESS", deps.definition().self().address());
        if (spec.hasPort()) {
            all.put("BATON_PORT", Integer.toString(spec.port()));
        }
        // Also to those that are not primaryOnly: they too may ask whether this node is the primary.
        all.put(
                "BATON_LEASE_PAGE",
                deps.home().run(deps.node()).resolve("lease.page").toString());
        TokenFile.give(
                        deps.home().run(deps.node()),
                        spec.name(),
                        spec.launching().user())
                .ifPresent(file -> all.put("BATON_TOKEN_FILE", file.toString()));
        return all;
    }
}
