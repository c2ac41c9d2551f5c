package io.github.batonha.supervision.cgroup;

import io.github.batonha.supervision.os.Spawn;
import io.github.batonha.supervision.os.SpawnRequest;
import io.github.batonha.supervision.os.SpawnResult;
import io.github.batonha.supervision.spec.ResourceControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control groups of a node: one for each run that has limits, beside the one of the agent and all other processes. What can't be held
 * is said, and the process starts all the same. Any thread; blocks on small files.
 */
public final class ControlGroups {

    private static final Logger log = LoggerFactory.getLogger(ControlGroups.class);
    private static final String PROCESSES = "cgroup.procs";
    private static final String ENABLED = "cgroup.subtree_control";
    private static final int MOST_ROUNDS = 20;
    /** Without the agent nothing is started again. */
    private static final String WEIGHT_OF_AGENT = "1000";

    /** Its group first, then it becomes the program: no thread and no byte of that is outside of the group. */
    private static final String JOIN = "echo 0 >\"$0/cgroup.procs\" ||"
            + " echo \"baton: could not join the control group $0: this run has no limits\" >&2; exec \"$@\"";

    private final Delegation delegation;
    private final String prefix;
    /** Why limits are not held, by process. */
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    private volatile Consumer<String> onTrouble = text -> {};

    ControlGroups(Delegation delegation, String node) {
        this.delegation = delegation;
        this.prefix = node + ".";
    }

    /** Of the agent of this node, which is this process. */
    public static ControlGroups open(String node) {
        return new ControlGroups(
                Delegation.of(new Delegation.Facts(
                        lines("/proc/self/mounts"),
                        lines("/proc/self/cgroup"),
                        "yes".equals(System.getenv(Delegation.VARIABLE)))),
                node);
    }

    /** Why this host can't hold these limits, whichever agent asks; empty where it can. */
    public static Optional<String> impossible(ResourceControl control) {
        return impossible(control, lines("/proc/self/mounts"));
    }

    static Optional<String> impossible(ResourceControl control, List<String> mounts) {
        var mount = Delegation.mount(mounts);
        return Controller.of(control).stream()
                .filter(controller ->
                        mount.filter(path -> has(path, controller)).isEmpty())
                .map(ControlGroups::lacking)
                .findFirst();
    }

    private static boolean has(Path group, Controller controller) {
        try {
            return GroupFile.words(group.resolve("cgroup.controllers")).contains(controller.word());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static String lacking(Controller controller) {
        return "cgroup v2 has no controller '%s' here: boot the host with systemd.unified_cgroup_hierarchy=1"
                .formatted(controller.word());
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Is told, once for each process and reason, which limits are not held. */
    public void onTrouble(Consumer<String> listener) {
        onTrouble = listener;
        troubles.forEach((process, text) -> listener.accept(process + " " + text));
    }

    /** Which limits of a process are not held and why; empty: all are. Does not block. */
    public String trouble(String process) {
        return troubles.getOrDefault(process, "");
    }

    /** Starts a run, in a group of its own where it has limits. */
    public SpawnResult start(String process, String run, ResourceControl control, SpawnRequest request) {
        if (control.isNone()) {
            troubles.remove(process);
            return Spawn.start(request);
        }
        var group = make(process, run, control);
        var result = Spawn.start(joining(request, group));
        if (result instanceof SpawnResult.Refused) {
            remove(process, run);
        }
        return result;
    }

    /** Makes the group of a run that is about to start; empty where it gets none. */
    Optional<Path> make(String process, String run, ResourceControl control) {
        return switch (delegation) {
            case Delegation.Missing(var reason) -> {
                note(process, control.words(), reason);
                yield Optional.empty();
            }
            case Delegation.Given given -> made(given, process, run, control);
        };
    }

    private synchronized Optional<Path> made(
            Delegation.Given given, String process, String run, ResourceControl control) {
        sweep(given, prefix + process + ".", List.of());
        var group = given.root().resolve(name(process, run));
        var held = new Holding();
        try {
            prepare(given, control, held);
            Files.createDirectory(group);
            held.write(group, control);
        } catch (IOException e) {
            GroupFile.removeFolder(group);
            note(process, control.words(), "its control group %s can't be made (%s)".formatted(group, e));
            return Optional.empty();
        }
        if (held.isNothing()) {
            GroupFile.removeFolder(group);
        }
        note(process, held);
        return held.isNothing() ? Optional.empty() : Optional.of(group);
    }

    /** Of a run that an earlier agent left: its group has its limits again, should they have been lost with that agent, or changed. */
    public void renew(String process, String run, ResourceControl control) {
        if (control.isNone()) {
            return;
        }
        switch (delegation) {
            case Delegation.Missing(var reason) -> note(process, control.words(), reason);
            case Delegation.Given given -> renewed(given, process, run, control);
        }
    }

    private synchronized void renewed(Delegation.Given given, String process, String run, ResourceControl control) {
        var group = given.root().resolve(name(process, run));
        if (!Files.isDirectory(group)) {
            note(process, control.words(), "it was started without, and has them once it is started again");
            return;
        }
        var held = new Holding();
        try {
            prepare(given, control, held);
            held.write(group, control);
            note(process, held);
        } catch (IOException e) {
            note(process, control.words(), "its control group %s can't be changed (%s)".formatted(group, e));
        }
    }

    /** The kernel wants no process in a group that shares out to others: they go to the leaf. */
    private void prepare(Delegation.Given given, ResourceControl control, Holding held) throws IOException {
        for (var controller : Controller.of(control)) {
            if (!has(given.root(), controller)) {
                held.lack(controller, lacking(controller));
            } else if (!GroupFile.words(given.root().resolve(ENABLED)).contains(controller.word())) {
                clear(given);
                GroupFile.write(given.root().resolve(ENABLED), "+" + controller.word());
                log.info("Enabled controller={} in group={}", controller.word(), given.root());
                if (controller == Controller.CPU) {
                    GroupFile.write(given.leaf().resolve("cpu.weight"), WEIGHT_OF_AGENT);
                }
            }
        }
    }

    private static void clear(Delegation.Given given) throws IOException {
        if (!Files.isDirectory(given.leaf())) {
            Files.createDirectory(given.leaf());
        }
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var left = GroupFile.words(given.root().resolve(PROCESSES));
            if (left.isEmpty()) {
                return;
            }
            left.forEach(pid -> move(pid, given.leaf()));
        }
    }

    private static void move(String pid, Path group) {
        try {
            GroupFile.write(group.resolve(PROCESSES), pid);
            log.info("Moved pid={} to group={}", pid, group);
        } catch (IOException gone) {
            log.debug("Could not move pid={} to group={}: {}", pid, group, gone.getMessage());
        }
    }

    /** What is started by this joins the group before it executes its program. */
    static SpawnRequest joining(SpawnRequest request, Optional<Path> group) {
        if (group.isEmpty()) {
            return request;
        }
        var wrapper = new ArrayList<>(List.of("sh", "-c", JOIN, group.get().toString()));
        wrapper.addAll(request.wrapper());
        return request.through(wrapper);
    }

    /** Removes the group of a run that has ended. If that fails, the next start of the process tries again. */
    public void remove(String process, String run) {
        if (delegation instanceof Delegation.Given given
                && !GroupFile.removeFolder(given.root().resolve(name(process, run)))) {
            log.debug("Kept the group of run={} process={}: something is in it", run, process);
        }
    }

    /** Of runs that ended while no agent was there; those that live keep theirs. */
    public void removeOthers(List<String> liveRuns) {
        if (delegation instanceof Delegation.Given given) {
            sweep(given, prefix, liveRuns);
        }
    }

    /** The kernel removes only those in which nothing lives. */
    private static void sweep(Delegation.Given given, String prefix, List<String> keptRuns) {
        try (var groups = Files.newDirectoryStream(given.root(), prefix + "*")) {
            for (var group : groups) {
                var name = group.getFileName().toString();
                if (Files.isDirectory(group) && keptRuns.stream().noneMatch(run -> name.endsWith("." + run))) {
                    GroupFile.removeFolder(group);
                }
            }
        } catch (IOException e) {
            log.debug("Could not look for groups in {}: {}", given.root(), e.getMessage());
        }
    }

    /** How much of its limits a run uses; empty if it has no limits, or none that are held. */
    public Optional<GroupUsage> usage(String process, String run) {
        return group(process, run)
                .map(group -> new GroupUsage(
                        number(group, "memory.current"),
                        number(group, "memory.max"),
                        number(group, "pids.current"),
                        number(group, "pids.max"),
                        GroupFile.number(group.resolve("pids.events"), "max"),
                        number(group, "cpu.weight")));
    }

    private static long number(Path group, String file) {
        return GroupFile.number(group.resolve(file)).orElse(-1);
    }

    /** Whether a run has a group, which tells of it alone. */
    public boolean has(String process, String run) {
        return group(process, run).isPresent();
    }

    /** Why a run was killed, where the kernel did it for want of memory. */
    public Optional<String> oomKill(String process, String run) {
        return group(process, run).flatMap(group -> {
            var events = group.resolve("memory.events");
            var kills = GroupFile.number(events, "oom_kill");
            return kills == 0
                    ? Optional.empty()
                    : Optional.of(text(number(group, "memory.max"), GroupFile.number(events, "oom"), kills, events));
        });
    }

    private static String text(long max, long own, long kills, Path events) {
        return own > 0 && max > 0
                ? "the kernel killed it for want of memory, for it reached its memoryMax of %s (oom_kill %d in %s): raise memoryMax, or give it less heap"
                        .formatted(ResourceControl.shown(max), kills, events)
                : "the kernel killed it for want of memory on the host (oom_kill %d in %s): give it less heap, or the host more memory"
                        .formatted(kills, events);
    }

    private Optional<Path> group(String process, String run) {
        return delegation instanceof Delegation.Given given
                ? Optional.of(given.root().resolve(name(process, run))).filter(Files::isDirectory)
                : Optional.empty();
    }

    private String name(String process, String run) {
        return prefix + process + "." + run;
    }

    private void note(String process, Holding held) {
        if (held.lacking.isEmpty()) {
            troubles.remove(process);
        } else {
            note(process, List.copyOf(held.lacking.keySet()), String.join("; ", Set.copyOf(held.lacking.values())));
        }
    }

    private void note(String process, List<String> limits, String reason) {
        var text = "runs without %s: %s".formatted(String.join(", ", limits), reason);
        if (!text.equals(troubles.put(process, text))) {
            log.warn("process={} {}", process, text);
            onTrouble.accept(process + " " + text);
        }
    }
}
