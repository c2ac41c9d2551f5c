package io.github.batonha.conf.install;

import io.github.batonha.conf.secrets.Secrets.Decryption;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.ItemOverrides;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.Items;
import io.github.batonha.conf.system.KnownItem;
import io.github.batonha.conf.system.Value;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.EnvironmentSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole environment of a starting process: what the agent has itself, then the items, then the ports, then the process's
 * own variables. The key stays with the agent, because processes get what it decrypts; so do variables that only configure
 * or mark an agent.
 */
final class ItemEnvironment implements EnvironmentSource {

    private static final String AGENT_PREFIX = "BATON_";
    /** JVM_OPTIONS already stands in the command lines; a process that starts another JVM shall not hand it on. */
    private static final Set<String> KEPT_BACK = Set.of(
            KnownItem.GENESIS_KEY.itemName(),
            KnownItem.JVM_OPTIONS.itemName(),
            KnownItem.FENCE_COMMAND.itemName(),
            KnownItem.FENCE_TIMEOUT.itemName());

    /** What they mean to baton shows elsewhere, where it concerns a process at all: its address, its command line. */
    private static final Set<String> NOT_THE_APPLICATIONS = Set.copyOf(KnownItem.names());

    private final Map<String, String> agent;
    private final Items items;
    private final Map<String, String> ports;
    private final ItemKey key;
    /** What no process gets. */
    private final Set<String> keptBack;
    /** The same for every process and every start. */
    private final Map<String, String> inherited;

    /**
     * Of the items of a host.
     *
     * @param own the name of an item that is for the agent alone; empty for none
     */
    ItemEnvironment(Map<String, String> agent, Items items, Map<String, String> ports, String own) {
        this.agent = Map.copyOf(agent);
        this.items = items;
        this.key = new ItemKey(items, this.agent);
        this.ports = Map.copyOf(ports);
        this.keptBack = Stream.concat(KEPT_BACK.stream(), Stream.of(own)).collect(Collectors.toUnmodifiableSet());
        this.inherited = inherited(this.agent, keyVariable());
    }

    private sealed interface Resolved {
        record Present(String value) implements Resolved {
            @Override
            public String toString() {
                return "Present[not shown]";
            }
        }

        record Absent(String reason) implements Resolved {}
    }

    @Override
    public Resolution resolve(ChildSpec spec) {
        var variables = new HashMap<>(inherited);
        var files = new HashMap<String, String>();
        for (var item : items.all()) {
            if (keptBack.contains(item.name())) {
                continue;
            }
            switch (value(item)) {
                case Resolved.Present present -> {
                    var isFile = item.encrypted() && spec.launching().secretsAsFiles();
                    (isFile ? files : variables).put(item.name(), present.value());
                }
                case Resolved.Absent absent -> {
                    return new Resolution.Unresolved(absent.reason());
                }
            }
        }
        variables.putAll(ports);
        variables.putAll(spec.environment());
        // Also where the agent has one of that name itself.
        files.keySet().forEach(variables::remove);
        return new Resolution.Resolved(variables, files);
    }

    /** Of ports its own, which stands in its spec, and those of what it depends on: a new process must not change all others. */
    @Override
    public Map<String, String> defined(ChildSpec spec) {
        var variables = new TreeMap<String, String>();
        for (var item : items.all()) {
            if (!NOT_THE_APPLICATIONS.contains(item.name()) && !keptBack.contains(item.name())) {
                var value = switch (item.value()) {
                    case Value.Text text -> text.text();
                    // Not what it holds: an agent that was started from another shell must not restart everything.
                    case Value.Variable variable -> "${" + variable.name() + "}";
                    case Value.VariableOr(var name, var otherwise) -> "${" + name + ":-" + otherwise + "}";
                };
                variables.put(item.name(), value);
            }
        }
        for (var dependency : spec.dependencies()) {
            var name = PortTable.variable(dependency);
            variables.put(name, ports.getOrDefault(name, ""));
        }
        variables.putAll(spec.environment());
        return variables;
    }

    @Override
    public String item(String name) throws IOException {
        var item = items.find(name)
                .orElseThrow(() -> new IOException(
                        "there is no item \"%s\" for this host: add it to the definition, install, and apply"
                                .formatted(name)));
        return switch (value(item)) {
            case Resolved.Present(var value) -> value;
            case Resolved.Absent(var reason) -> throw new IOException(reason);
        };
    }

    @Override
    public Set<String> secrets() {
        var secrets = new HashSet<String>();
        for (var item : items.all()) {
            var isSecret = item.encrypted() || item.name().equals(KnownItem.GENESIS_KEY.itemName());
            if (isSecret && value(item) instanceof Resolved.Present(var value)) {
                secrets.add(value);
            }
        }
        return secrets;
    }

    private static Map<String, String> inherited(Map<String, String> agent, Optional<String> keyVariable) {
        var inherited = new HashMap<>(agent);
        inherited
                .keySet()
                .removeIf(name -> name.startsWith(AGENT_PREFIX)
                        || ItemOverrides.isOverride(name)
                        || KEPT_BACK.contains(name)
                        || keyVariable.filter(name::equals).isPresent());
        return Map.copyOf(inherited);
    }

    private Optional<String> keyVariable() {
        return items.find(KnownItem.GENESIS_KEY.itemName())
                .flatMap(item -> item.value().variable());
    }

    private Resolved value(Item item) {
        return item.value()
                .in(agent)
                .map(plain -> item.encrypted() ? decrypted(item, plain.strip()) : present(item, plain))
                .orElseGet(() -> new Resolved.Absent(ItemValues.missingVariable(item)));
    }

    private Resolved decrypted(Item item, String cipherText) {
        return switch (key.decrypt(cipherText)) {
            case Decryption.Clear clear -> present(item, clear.value());
            case Decryption.Failed(var reason) ->
                new Resolved.Absent("the encrypted item \"%s\" %s".formatted(item.name(), reason));
        };
    }

    private static Resolved present(Item item, String value) {
        return value.indexOf('\0') < 0
                ? new Resolved.Present(value)
                : new Resolved.Absent(
                        "the value of item \"%s\" holds a NUL character, which no environment can: remove it"
                                .formatted(item.name()));
    }

    @Override
    public String toString() {
        return "ItemEnvironment[%d items]".formatted(items.all().size());
    }
}
