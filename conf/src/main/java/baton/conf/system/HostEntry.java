package baton.conf.system;

import baton.conf.report.Place;
import java.util.List;

/**
 * A host of a system.
 *
 * @param name as written, or {@link #LOCAL_HOST}
 * @param items those that hold on this host alone
 */
public record HostEntry(String name, List<Item> items, Place place) {

    /** Stands for whichever machine reads the definition. */
    public static final String LOCAL_HOST = "LOCAL_HOST";

    public HostEntry {
        items = List.copyOf(items);
    }

    public boolean isLocalHost() {
        return name.equals(LOCAL_HOST);
    }

    /**
     * Whether a machine of that name is meant. Letter case does not count, and where the definition has a name without
     * a domain, the machine's domain does not either.
     */
    public boolean isNamed(String machine) {
        return name.equalsIgnoreCase(machine) || (!name.contains(".") && name.equalsIgnoreCase(firstLabel(machine)));
    }

    private static String firstLabel(String machine) {
        var dot = machine.indexOf('.');
        return dot < 0 ? machine : machine.substring(0, dot);
    }
}
