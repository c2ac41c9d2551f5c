package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.StandbyFiles;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.StandbyMode;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Standbys that are shells: they say and do what the launcher of a JVM does. */
abstract class StandbyTest extends NodeTest {

    static final String SAY = " | dd of=\"$BATON_STANDBY\" bs=8 count=1 conv=notrunc 2>/dev/null; ";
    static final String HELD =
            "exec 3<>\"$BATON_STANDBY.wake\"; printf '\\377\\377\\377\\377\\377\\377\\377\\377'" + SAY;
    static final String SLEEPS = "exec sleep 1000";
    static final String WORKS = "echo works >> works.txt; " + SLEEPS;
    static final String COLD = "[ -z \"$BATON_STANDBY\" ] && { echo cold >> cold.txt; " + SLEEPS + "; }; ";
    static final String AWAIT =
            "while [ \"$(od -An -j8 -N8 -td8 \"$BATON_STANDBY\" | tr -d ' ')\" = 0 ]; " + "do read -r line <&3; done; ";
    static final String GOOD = COLD + HELD + AWAIT + "printf '\\005\\0\\0\\0\\0\\0\\0\\0'" + SAY + WORKS;
    static final String DEAF = COLD + HELD + SLEEPS;

    final Path page() {
        return StandbyFiles.of(node.runDirectory(), "P").page();
    }

    final void becomePrimary(ActorRef<LocalProcesses.Command> locals) {
        locals.tell(new LocalProcesses.PrimaryGained(5, node.primaryOnly(5)));
    }

    final ProcessStatus awaitWarm(String name) {
        var seen = new AtomicReference<@Nullable ProcessStatus>();
        node.await(name + " is warm", () -> {
            var status = node.statusOf(name);
            seen.set(status);
            return status.status() == ProcessState.STANDBY
                    && status.pid() != null
                    && status.message().isEmpty();
        });
        return Objects.requireNonNull(seen.get());
    }

    /** A process may have done something before its run stands in the table. */
    final Run run(String name) {
        node.await(name + " has a run", () -> node.runs().live(name).isPresent());
        return node.runs().live(name).orElseThrow();
    }

    final ChildSpec warm(String name, String script, String... dependencies) {
        var spec = node.spec(name, true, RestartPolicy.PERMANENT, script, dependencies);
        return spec.with(spec.launching().with(StandbyMode.WARM));
    }
}
