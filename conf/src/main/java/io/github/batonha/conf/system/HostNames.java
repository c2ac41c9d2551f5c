package io.github.batonha.conf.system;

import io.github.batonha.conf.report.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of some hosts a machine is. The very name comes first, then a host without a domain where the machine's name has one, then
 * a host with a domain where the machine's name has none, if only one host fits so. Letter case does not count.
 */
public final class HostNames {

    private final List<HostEntry> hosts;
    private final String machine;

    private HostNames(List<HostEntry> hosts, String machine) {
        this.hosts = hosts.stream().filter(host -> !host.isLocalHost()).toList();
        this.machine = machine;
    }

    /** Of hosts that may belong to several systems; LOCAL_HOST is none of them. */
    public static HostNames of(List<HostEntry> hosts, String machine) {
        return new HostNames(hosts, machine);
    }

    /** The name that the definition has for the machine. */
    public Optional<String> find() {
        return named(machine)
                .or(() -> named(firstLabel(machine)))
                .or(() -> Optional.of(withDomain())
                        .filter(fits -> fits.size() == 1)
                        .map(List::getFirst));
    }

    /**
     * Why it is none of them, and the whole command that says which it is.
     *
     * @param command which takes {@code --name}
     */
    public String notFound(String what, String command) {
        var fits = withDomain();
        if (fits.size() > 1) {
            return "%s %s, which may be each of %s: say which this is, for example `%s --name %s`"
                    .formatted(what, machine, String.join(", ", fits), command, fits.getFirst());
        }
        var names = hosts.stream().map(HostEntry::name).distinct().toList();
        // One letter in another's place is more often the next machine of a row (NodeC beside NodeA) than a slip.
        var remedy = Nearest.to(machine, names)
                .filter(name -> name.length() != machine.length())
                .map(name -> "did you mean %s? Then give `%s --name %s`".formatted(name, command, name))
                .orElseGet(() -> names.isEmpty()
                        ? "add it to hosts"
                        : "the hosts are %s; say which this is, for example `%s --name %s`, or add it to hosts"
                                .formatted(String.join(", ", names), command, names.getFirst()));
        return "%s %s: %s".formatted(what, machine, remedy);
    }

    private Optional<String> named(String name) {
        return hosts.stream()
                .map(HostEntry::name)
                .filter(host -> host.equalsIgnoreCase(name))
                .findFirst();
    }

    /** The same name in several systems is one. */
    private List<String> withDomain() {
        var fits = machine.contains(".")
                ? Stream.<String>empty()
                : hosts.stream()
                        .map(HostEntry::name)
                        .filter(host -> firstLabel(host).equalsIgnoreCase(machine));
        return fits.map(host -> host.toLowerCase(Locale.ROOT)).distinct().toList();
    }

    private static String firstLabel(String name) {
        var dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
