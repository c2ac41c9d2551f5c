package io.github.batonha.supervision.primary.model;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sets of host names in a fixed order, so that messages, texts and replayed runs read the same every time. */
public final class Hosts {

    private Hosts() {}

    public static SortedSet<String> copy(Collection<String> hosts) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    }

    public static SortedSet<String> union(Collection<String> some, Collection<String> others) {
        var all = new TreeSet<>(some);
        all.addAll(others);
        return Collections.unmodifiableSortedSet(all);
    }

    public static SortedSet<String> intersection(Collection<String> some, Collection<String> others) {
        var both = new TreeSet<>(some);
        both.retainAll(others);
        return Collections.unmodifiableSortedSet(both);
    }

    public static SortedSet<String> minus(Collection<String> some, Collection<String> others) {
        var rest = new TreeSet<>(some);
        rest.removeAll(others);
        return Collections.unmodifiableSortedSet(rest);
    }
}
