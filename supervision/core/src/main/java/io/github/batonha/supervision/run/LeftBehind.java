package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcStat;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names what a run left behind that can't be told to be its own: a process that got rid of its parent, its session, its environment and
 * its log is a child of the agent, and nobody's. It is not ended, for it may be of another run. Any thread.
 */
public final class LeftBehind {

    private static final Logger log = LoggerFactory.getLogger(LeftBehind.class);
    private static final int MOST_NAMED = 5;

    private final RunTrees trees;
    private final Collection<LiveRun> live;
    private final Set<OsProcess> named = ConcurrentHashMap.newKeySet();
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    LeftBehind(RunTrees trees, Collection<LiveRun> live) {
        this.trees = trees;
        this.live = live;
    }

    /** Looks once, when nothing of the run is left that is known to be its. Each such process is named once. Blocks. */
    public String look(Run ended) {
        var strangers = trees.strangers(live, ended).stream()
                .filter(stat -> named.add(stat.process()))
                .toList();
        if (strangers.isEmpty()) {
            texts.remove(ended.process());
            return "";
        }
        var who = strangers.stream()
                .limit(MOST_NAMED)
                .map(stat -> "pid %d (%s)".formatted(stat.pid(), ProcStat.command(stat.pid())))
                .collect(Collectors.joining(", "));
        var more = strangers.size() > MOST_NAMED ? " and %d more".formatted(strangers.size() - MOST_NAMED) : "";
        var text = "%s%s was left by a process of this node that hid it: end it by `kill` if it is of %s"
                .formatted(who, more, ended.process());
        texts.put(ended.process(), text);
        log.warn("Found after the end of process={} run={}: {}", ended.process(), ended.id(), text);
        return text;
    }

    /** What the last look of a process found; empty where that was nothing. Does not block. */
    public String last(String process) {
        return texts.getOrDefault(process, "");
    }
}
