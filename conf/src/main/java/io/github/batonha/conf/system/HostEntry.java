package io.github.batonha.conf.system;

import io.github.batonha.conf.report.Place;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A host of a system.
 *
 * @param name as written, or {@link #LOCAL_HOST}
 * @param items those that hold on this host alone
 */
public record HostEntry(String name, List<Item> items, Place place) {

    /** Stands for whichever machine reads the definition. */
    public static final String LOCAL_HOST = "LOCAL_HOST";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    public HostEntry {
        items = List.copyOf(items);
    }

    public boolean isLocalHost() {
        return name.equals(LOCAL_HOST);
    }

    /** Letter case does not count. */
    public boolean isCalled(String machine) {
        return name.equalsIgnoreCase(machine);
    }

    /** Whether it may be the name of a host in a definition, whatever can be reached by it. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
