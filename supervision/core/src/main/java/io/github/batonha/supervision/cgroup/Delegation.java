package io.github.batonha.supervision.cgroup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether the agent may make control groups of its own, and where. Pure. */
sealed interface Delegation {

    /** The variable by which {@code baton.service} says that its group is the agent's. */
    String VARIABLE = "BATON_DELEGATED_CGROUP";

    /** The group that systemd 254 and later starts the agent in, by {@code DelegateSubgroup=}. */
    String AGENT = "agent";

    /** The group that the agent moves to where an earlier systemd started it in the group of the unit itself. */
    String MOVED = "moved";

    /**
     * Groups may be made.
     *
     * @param root below which they are made
     * @param leaf for the agent and all that has no group of its own: the kernel wants no process beside groups
     */
    record Given(Path root, Path leaf) implements Delegation {}

    /** None may be made. */
    record Missing(String reason) implements Delegation {}

    /**
     * What is known of this host.
     *
     * @param mounts lines of {@code /proc/self/mounts}
     * @param groups lines of {@code /proc/self/cgroup}
     * @param isDelegated whether the unit says so
     */
    record Facts(List<String> mounts, List<String> groups, boolean isDelegated) {
        public Facts {
            mounts = List.copyOf(mounts);
            groups = List.copyOf(groups);
        }
    }

    static Delegation of(Facts facts) {
        var mount = mount(facts.mounts());
        var own = facts.groups().stream()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring("0::/".length()))
                .findFirst();
        if (mount.isEmpty() || own.isEmpty()) {
            return new Missing("this host has no cgroup v2: boot it with systemd.unified_cgroup_hierarchy=1");
        }
        if (!facts.isDelegated()) {
            return new Missing(
                    "the control group /%s is not the agent's: start the agent by baton.service, whose Delegate=yes gives it one"
                            .formatted(own.get()));
        }
        var group = mount.get().resolve(own.get());
        var root = group.resolveSibling(""); // the folder that it is in
        return group.endsWith(AGENT) || group.endsWith(MOVED)
                ? new Given(root, group)
                : new Given(group, group.resolve(MOVED));
    }

    /** Where the unified hierarchy is: with cgroup v1 beside it, it lies deeper. */
    static Optional<Path> mount(List<String> mounts) {
        return mounts.stream()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > 2 && fields[2].equals("cgroup2"))
                .map(fields -> Path.of(fields[1]))
                .findFirst();
    }
}
