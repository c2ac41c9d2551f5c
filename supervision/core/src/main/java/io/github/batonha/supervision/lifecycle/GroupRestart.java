package io.github.batonha.supervision.lifecycle;

import io.github.batonha.supervision.spec.GroupStrategy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The failures of one group that are being dealt with: whom they concern end first, and start again when none of them is
 * left. Where the one that failed has given up, those that it concerns wait for it. Immutable.
 *
 * @param scope whom a failure concerns, the ones that failed among them
 * @param ending those of them of whom something may live
 * @param lost those that gave up, with whom each holds back
 */
public record GroupRestart(Set<String> scope, Set<String> ending, Map<String, Set<String>> lost) {

    public static final GroupRestart NONE = new GroupRestart(Set.of(), Set.of(), Map.of());

    public GroupRestart {
        scope = Set.copyOf(scope);
        ending = Set.copyOf(ending);
        lost = Map.copyOf(lost);
    }

    /**
     * What a failure leads to.
     *
     * @param concerned those to be told, the one that failed not among them
     */
    public record Failure(GroupRestart next, Set<String> concerned) {}

    /**
     * Its run ended by itself, and is to be followed by another.
     *
     * @param members all of the group in the order of the definition, the one that failed among them
     */
    public Failure failed(String name, List<String> members, GroupStrategy strategy) {
        var concerned = concerned(name, members, strategy);
        var all = new HashSet<>(scope);
        all.add(name);
        all.addAll(concerned);
        var left = new HashSet<>(ending);
        left.add(name);
        left.addAll(concerned);
        return new Failure(new GroupRestart(all, left, without(lost, name)), concerned);
    }

    private static Set<String> concerned(String name, List<String> members, GroupStrategy strategy) {
        var from = switch (strategy) {
            case ONE_FOR_ONE -> members.size();
            case ONE_FOR_ALL -> 0;
            case REST_FOR_ONE -> members.indexOf(name);
        };
        var concerned = new LinkedHashSet<>(members.subList(from, members.size()));
        concerned.remove(name);
        return concerned;
    }

    /**
     * Nothing of it lives.
     *
     * @param hasGivenUp whether it does not start by itself
     */
    public GroupRestart ended(String name, boolean hasGivenUp, List<String> members, GroupStrategy strategy) {
        var left = new HashSet<>(ending);
        left.remove(name);
        var gone = new HashMap<>(without(lost, name));
        if (hasGivenUp) {
            gone.put(name, concerned(name, members, strategy));
        }
        return new GroupRestart(left.isEmpty() ? Set.of() : scope, left, gone);
    }

    /** Somebody started or stopped what had given up. */
    public GroupRestart recovered(String name) {
        return new GroupRestart(scope, ending, without(lost, name));
    }

    /** It is of this group no more: nobody waits for it, nor it for anybody. */
    public GroupRestart without(String name) {
        var others = new HashMap<String, Set<String>>();
        without(lost, name).forEach((other, held) -> others.put(other, without(held, name)));
        var left = without(ending, name);
        return new GroupRestart(left.isEmpty() ? Set.of() : without(scope, name), left, others);
    }

    private static Set<String> without(Set<String> names, String name) {
        var others = new HashSet<>(names);
        others.remove(name);
        return others;
    }

    /** Whom this one has to wait for. */
    public Set<String> holding(String name) {
        var holding = new HashSet<String>();
        if (scope.contains(name)) {
            holding.addAll(ending);
            holding.remove(name);
        }
        lost.forEach((other, held) -> {
            if (held.contains(name)) {
                holding.add(other);
            }
        });
        return holding;
    }

    private static Map<String, Set<String>> without(Map<String, Set<String>> lost, String name) {
        var others = new HashMap<>(lost);
        others.remove(name);
        return others;
    }
}
