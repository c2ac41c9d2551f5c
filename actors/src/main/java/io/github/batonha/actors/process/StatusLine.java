package io.github.batonha.actors.process;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.Usage;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What screens show of one process. Part of its process actor: only that one calls it. */
final class StatusLine {

    private final ChildSpec spec;
    private final Clocks clocks;
    private final UnaryOperator<String> troubles;
    private Usage usage = Usage.NONE;
    private String lastExit = "";
    private String publicLastExit = "";
    private String outputTail = "";
    private String remark = "";
    private String trouble = "";
    private @Nullable ProcessStatus shown;

    /** @param troubles what there is to say of the logs and the limits of a process; asked at each sample, and must not block */
    StatusLine(ChildSpec spec, Clocks clocks, UnaryOperator<String> troubles) {
        this.spec = spec;
        this.clocks = clocks;
        this.troubles = troubles;
    }

    /** A sample: worth a report, even if all is as before. */
    void takes(Usage sampled) {
        usage = sampled;
        trouble = troubles.apply(spec.name());
        shown = null;
    }

    void ended(State before, Exit exit) {
        var now = clocks.wall().instant();
        lastExit = Display.exit(before, exit, spec.restart(), now);
        publicLastExit = PublicMessage.lastRun(before, exit, spec.restart(), now);
    }

    void endedWithGroup(String cause) {
        lastExit = "last run: ended because %s of its group failed at %s"
                .formatted(cause, Display.time(clocks.wall().instant()));
        publicLastExit = lastExit;
    }

    /** Its last lines, where it lies still after an end; empty where there are none to show. */
    void wrote(String words) {
        outputTail = words;
    }

    /** What there is to say of the run beyond its state. */
    void remark(String text) {
        remark = text;
    }

    /** Nothing lives. */
    void forgetRun() {
        usage = Usage.NONE;
        remark = "";
    }

    /** What is to be shown, where that is another thing than before. */
    Optional<ProcessStatus> changed(State state, @Nullable Run run, Map<String, ProcessState> dependencies) {
        var status = status(state, run, dependencies);
        if (status.equals(shown)) {
            return Optional.empty();
        }
        shown = status;
        return Optional.of(status);
    }

    private ProcessStatus status(State state, @Nullable Run run, Map<String, ProcessState> dependencies) {
        var uptime = run == null
                ? Duration.ZERO
                : Duration.between(run.startedAt(), clocks.steady().instant());
        return new ProcessStatus(
                spec.name(),
                spec.group(),
                run == null || state instanceof State.Clearing ? null : run.pid(),
                spec.hasPort() ? spec.port() : null,
                Display.state(state),
                usage.cpu(),
                usage.memory(),
                Math.max(0, uptime.toSeconds()),
                state.restarts(),
                state.runHistory().history().counts().words(),
                spec.primaryOnly(),
                Display.message(
                        state,
                        dependencies,
                        Display.joined(trouble, Display.joined(remark, lastExit)),
                        outputTail,
                        clocks),
                PublicMessage.of(state, dependencies, publicLastExit, clocks));
    }
}
