package io.github.batonha.actors.probe;

import io.github.batonha.actors.launch.LeashedCommand;
import io.github.batonha.supervision.os.NotifySocket.Message;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.probe.NotifyMessage;
import io.github.batonha.supervision.probe.Probes.Access;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whose word counts of what is said on the socket of a run: each of its processes can send there, and a child must not speak
 * for its parent. Any thread; never waits.
 */
final class NotifyFilter {

    private static final Logger log = LoggerFactory.getLogger(NotifyFilter.class);

    private final ChildSpec spec;
    private final Run run;
    private final AtomicBoolean isTold = new AtomicBoolean();

    NotifyFilter(ChildSpec spec, Run run) {
        this.spec = spec;
        this.run = run;
    }

    /**
     * What counts of some messages.
     *
     * @param misheard why a word that somebody waits for did not count; else empty
     */
    record Heard(NotifyMessage notice, String misheard) {}

    Heard hear(List<Message> messages) {
        var notice = NotifyMessage.parse("");
        var misheard = "";
        for (var message : messages) {
            var said = NotifyMessage.parse(message.text());
            if (isMain(message.sender())) {
                notice = notice.and(said);
            } else if (spec.probes().access() == Access.ALL) {
                notice = notice.and(said.ofAnother());
            } else {
                var why = refused(message);
                misheard = said.isReady() ? why : misheard;
            }
        }
        return new Heard(notice, misheard);
    }

    private boolean isMain(long sender) {
        return sender == run.pid() || (sender != 0 && LeashedCommand.isHeldBy(run.pid(), sender));
    }

    private String refused(Message message) {
        var first = message.text().lines().findFirst().orElse("");
        var shown = first.substring(0, Math.min(first.length(), first.indexOf('=') < 0 ? 0 : first.indexOf('=') + 2));
        var who = message.sender() == 0 ? "a process that the agent can't see" : "pid " + message.sender();
        var why =
                "%s came from %s, not from its main process %d: send it from there, or write <notifyAccess>all</notifyAccess>"
                        .formatted(shown.isEmpty() ? "a message" : shown, who, run.pid());
        if (isTold.compareAndSet(false, true)) {
            log.warn(
                    "Ignored what was said for process={} run={}: {} ({})",
                    spec.name(),
                    run.id(),
                    why,
                    ProcStat.command(message.sender()));
        }
        return why;
    }
}
