package io.github.batonha.actors.wire;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whose messages count: those of this system's nodes, from the addresses that the definition gives them, one agent each. Pure but for
 * what it remembers of who was heard; used by one thread at a time.
 */
final class Admission {
    /** Bytes of an agent that has died may be on their way for long, but they come at once: three such moments are a life. */
    private static final int MOMENTS = 3;

    private static final Duration MOMENT = Duration.ofSeconds(1);
    /** For so long after one of two agents of a name was last heard neither is listened to. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private static final int MOST_FORMER = 20;

    sealed interface Answer {
        record Admitted() implements Answer {}

        /** What was left behind by an agent that has been replaced. */
        record Late() implements Answer {}

        /**
         * An operator has to do something about it.
         *
         * @param isNews was not said before
         */
        record Refused(String why, boolean isNews) implements Answer {}
    }

    private static final Answer ADMITTED = new Answer.Admitted();
    private static final Answer LATE = new Answer.Late();

    /** An agent that another one of its name has replaced. */
    private static final class Former {
        private int moments;
        private long momentAt;
        private Stamp stamp;

        Former(Stamp stamp, long now) {
            this.stamp = stamp;
            this.momentAt = now;
        }
    }

    /** All that is heard under one name. */
    private static final class Name {
        private Stamp current;
        private long heardAt;
        private boolean isContested;
        private long contestedAt;
        private final Map<String, Former> former = new LinkedHashMap<>();

        Name(Stamp current) {
            this.current = current;
        }
    }

    private final Stamp self;
    private final Map<String, String> addresses;
    private final Map<String, Name> names = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    /** @param addresses of the hosts of the definition, by name */
    Admission(Stamp self, Map<String, String> addresses) {
        this.self = self;
        this.addresses = Map.copyOf(addresses);
    }

    /** @param now monotonic nanoseconds */
    Answer of(Stamp from, long now) {
        if (!from.system().equals(self.system())) {
            return refused("system", from, foreign(from));
        }
        if (from.node().equals(self.node())) {
            return from.agent().equals(self.agent()) ? ADMITTED : refused("namesake", from, namesake(from));
        }
        var configured = addresses.get(from.node());
        if (configured != null && !configured.equals(from.address())) {
            return refused("address", from, displaced(from, configured));
        }
        return ofTheName(from, now);
    }

    private Answer ofTheName(Stamp from, long now) {
        var name = names.computeIfAbsent(from.node(), _ -> new Name(from));
        if (from.agent().equals(name.current.agent())) {
            name.heardAt = now;
            return isContested(name, now) ? contested(name, from) : ADMITTED;
        }
        var former = name.former.get(from.agent());
        if (former == null) {
            replace(name, from, now);
            return isContested(name, now) ? contested(name, from) : ADMITTED;
        }
        if (now - former.momentAt >= MOMENT.toNanos()) {
            former.moments++;
            former.momentAt = now;
        }
        if (former.moments < MOMENTS) {
            return LATE;
        }
        if (now - name.heardAt > QUIET.toNanos()) {
            name.isContested = false;
            replace(name, from, now);
            return ADMITTED;
        }
        name.isContested = true;
        name.contestedAt = now;
        return contested(name, from);
    }

    private static void replace(Name name, Stamp next, long now) {
        name.former.remove(next.agent());
        name.former.put(name.current.agent(), new Former(name.current, now));
        if (name.former.size() > MOST_FORMER) {
            name.former.remove(name.former.keySet().iterator().next());
        }
        name.current = next;
        name.heardAt = now;
    }

    private static boolean isContested(Name name, long now) {
        name.isContested &= now - name.contestedAt <= QUIET.toNanos();
        return name.isContested;
    }

    private Answer contested(Name name, Stamp from) {
        var other = name.former.values().stream()
                .filter(former -> former.moments >= MOMENTS)
                .map(former -> former.stamp)
                .findFirst()
                .orElse(from);
        return refused("twins", name.current.node(), twins(name.current, other));
    }

    private Answer refused(String kind, Stamp from, String why) {
        return refused(kind, "%s %s %s".formatted(from.system(), from.node(), from.address()), why);
    }

    private Answer refused(String kind, String whom, String why) {
        return new Answer.Refused(why, told.add(kind + " " + whom));
    }

    private String foreign(Stamp from) {
        return ("Refused messages of another system: %s sends to this node, %s. In the definition of system %s, correct the Address "
                        + "of the host that is %s there; then run 'baton install' and start the agents of %s again")
                .formatted(from, self, from.system(), self.address(), from.system());
    }

    private String namesake(Stamp from) {
        return ("Refused messages of a second agent of the same name: %s, and this node, %s. Stop the agent that is a copy with "
                        + "'baton kill-server --all' on its machine, or start it under its own name with 'baton node --name NAME'")
                .formatted(from, self);
    }

    private String displaced(Stamp from, String configured) {
        return ("Refused messages from an address that is not in the definition: %1$s, while %2$s has %3$s at %4$s. If it is a copy "
                        + "of %3$s, stop it with 'baton kill-server --all' on that machine; if %3$s has moved, correct its Address, run "
                        + "'baton install' and start the agent of %2$s again")
                .formatted(from, self.node(), from.node(), configured);
    }

    private String twins(Stamp one, Stamp other) {
        return ("Refused the messages of two agents that call themselves %s at the same time: agent %s, and agent %s. Neither is "
                        + "answered while both run: stop the one that is a copy with 'baton kill-server --all' on its machine")
                .formatted(one.node(), one.agent(), other.agent());
    }
}
