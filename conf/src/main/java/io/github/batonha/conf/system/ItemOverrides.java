package io.github.batonha.conf.system;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Items that environment variables override. Those of the prefixes are kept as references to their variables, because they may
 * be secrets; JVM_OPTIONS and the ports of processes are kept as they are.
 */
public final class ItemOverrides {

    private static final List<String> PREFIXES = List.of("BATON_SYSDEF_", "GENESIS_SYSDEF_");
    private static final String ENCRYPTED = "ENCRYPTED_";

    private final Set<String> names = new TreeSet<>();
    private final Findings findings;
    private final Map<String, Item> overrides = new HashMap<>();

    private ItemOverrides(Collection<String> names, Findings findings) {
        this.names.addAll(KnownItem.names());
        this.names.addAll(names);
        this.findings = findings;
    }

    /**
     * The items that override all levels.
     *
     * @param names of the items that are defined on any level
     * @param bare names of items that a variable of the very name overrides, without a prefix
     */
    public static Items of(
            Collection<String> names, Collection<String> bare, Map<String, String> environment, Findings findings) {
        var all = new ArrayList<>(names);
        all.addAll(bare);
        var overrides = new ItemOverrides(all, findings);
        for (var name : bare) {
            var value = environment.get(name);
            if (value != null) {
                overrides.overrides.put(name, new Item(name, new Value.Text(value), false, Place.variable(name)));
            }
        }
        new TreeMap<>(environment).keySet().forEach(overrides::prefixed);
        return Items.of(overrides.overrides.values());
    }

    /** Whether a variable is of those that only override, so that processes need not see it. */
    public static boolean isOverride(String variable) {
        return PREFIXES.stream().anyMatch(variable::startsWith);
    }

    private void prefixed(String variable) {
        for (var prefix : PREFIXES) {
            if (variable.startsWith(prefix)) {
                var rest = variable.substring(prefix.length());
                var encrypted = rest.startsWith(ENCRYPTED);
                override(variable, encrypted ? rest.substring(ENCRYPTED.length()) : rest, encrypted);
            }
        }
    }

    private void override(String variable, String wanted, boolean encrypted) {
        var name = matching(wanted);
        if (name.isEmpty()) {
            findings.warning(
                    Place.variable(variable),
                    "overrides nothing, because there is no item %s%s"
                            .formatted(wanted, Nearest.hint(wanted, names, ": remove it, or define the item")));
            return;
        }
        var item = new Item(name.get(), new Value.Variable(variable), encrypted, Place.variable(variable));
        var earlier = overrides.put(name.get(), item);
        if (earlier != null && earlier.value().variable().isPresent()) {
            findings.problem(
                    Place.variable(variable),
                    "overrides item \"%s\" as %s does: unset one of them".formatted(name.get(), earlier.place()));
        }
        if (encrypted && KnownItem.names().contains(name.get())) {
            findings.problem(
                    Place.variable(variable),
                    "item \"%s\" can't be encrypted, because baton itself needs it in clear".formatted(name.get()));
        }
    }

    private Optional<String> matching(String wanted) {
        return names.contains(wanted)
                ? Optional.of(wanted)
                : names.stream().filter(name -> upperSnake(name).equals(wanted)).findFirst();
    }

    /** {@code DbNamespace} is {@code DB_NAMESPACE}. */
    static String upperSnake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }
}
