package io.github.batonha.supervision.primary.model;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why a SetPrimary is, or would be, refused.
 *
 * @param text what and why, a sentence without its full stop
 * @param remedy what to do, whole sentences without a command; may be empty
 * @param hosts that it is about, may be empty
 * @param next orders that the remedy speaks of, in its order; may be empty
 */
public record Reason(Code code, String text, String remedy, Set<String> hosts, List<NextOrder> next) {

    /** What kind of reason; the names are part of the HTTP interface. */
    public enum Code {
        UNKNOWN_HOST,
        HOST_ANSWERS,
        HOST_SILENT,
        NO_MAJORITY,
        WITNESS,
        FIRST_NEEDS_ALL,
        GROWTH_NEEDS_ALL,
        HOST_ACTIVE,
        NO_FENCE_COMMAND,
        FENCE_FAILED,
        STORE_DAMAGED,
        STORE_UNWRITABLE,
        AGENT_STOPPING,
        STILL_ENDING,
        OVERTAKEN,
        REPLACED,
        RELEASE_LOST,
        UNSTABLE,
        WRONG_ORDER,
        TARGET_DRAINING,
        TARGET_FAILS_CHECKS,
        CONFIG_DIFFERS;

        /** Whether an operator may decide that it does not matter: safety never rests on it. */
        public boolean isOverridable() {
            return this == TARGET_DRAINING || this == TARGET_FAILS_CHECKS || this == CONFIG_DIFFERS;
        }

        /** In lower case with dashes, as it is shown and given. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Reason {
        hosts = Hosts.copy(hosts);
        next = List.copyOf(next);
    }

    /** Names no order that would help. */
    public Reason(Code code, String text, String remedy, Set<String> hosts) {
        this(code, text, remedy, hosts, List.of());
    }

    public static Reason of(Code code, String text, String remedy) {
        return new Reason(code, text, remedy, Set.of());
    }

    public static String texts(Collection<Reason> reasons) {
        return reasons.stream().map(Reason::text).collect(Collectors.joining("; "));
    }

    public static String remedies(Collection<Reason> reasons) {
        return reasons.stream()
                .map(Reason::remedy)
                .filter(remedy -> !remedy.isEmpty())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** The labels of what an operator may override. */
    public static List<String> overridable() {
        return List.of(Code.values()).stream()
                .filter(Code::isOverridable)
                .map(Code::label)
                .toList();
    }
}
