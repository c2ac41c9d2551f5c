package io.github.batonha.actors.wire;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.jspecify.annotations.Nullable;

/**
 * Where messages between nodes leave and come in: each leaves with the name of its sender, and only those of this system's own nodes
 * come in. Any thread.
 */
public final class WireGate implements Extension {
    private static final String PATH = "baton.wire";

    /** Of an ActorSystem. */
    public static WireGate get(ActorSystem system) {
        return Id.INSTANCE.get(system);
    }

    /**
     * What makes an ActorSystem that of a node.
     *
     * @param addresses of all hosts of the definition, by name
     * @param agent tells this life of the agent from all others
     * @param stampedOnly whether messages without the name of their sender, as an earlier release sends them, are refused
     */
    public static Map<String, Object> settings(
            String system, String node, Map<String, String> addresses, String agent, boolean stampedOnly) {
        var hosts = new ArrayList<String>();
        addresses.forEach((name, address) -> {
            hosts.add(name);
            hosts.add(address);
        });
        return Map.of(
                PATH + ".system",
                system,
                PATH + ".node",
                node,
                PATH + ".agent",
                agent,
                PATH + ".addresses",
                hosts,
                PATH + ".stamped-only",
                stampedOnly);
    }

    private static final class Id extends AbstractExtensionId<WireGate> {
        private static final Id INSTANCE = new Id();

        @Override
        public WireGate createExtension(ExtendedActorSystem system) {
            return new WireGate(system.settings().config());
        }
    }

    private final byte[] stamp;
    private final @Nullable Admission admission;
    private final boolean stampedOnly;
    private final List<String> untold = new ArrayList<>();
    private @Nullable Consumer<String> listener;

    private WireGate(Config config) {
        if (!config.hasPath(PATH)) {
            this.stamp = new byte[0];
            this.admission = null;
            this.stampedOnly = false;
            return;
        }
        var own = config.getConfig(PATH);
        var addresses = new HashMap<String, String>();
        var pairs = own.getStringList("addresses").iterator();
        while (pairs.hasNext()) {
            addresses.put(pairs.next(), pairs.next());
        }
        var node = own.getString("node");
        var self = new Stamp(own.getString("system"), node, addresses.getOrDefault(node, ""), own.getString("agent"));
        this.stamp = self.encoded();
        this.admission = new Admission(self, addresses);
        this.stampedOnly = own.getBoolean("stamped-only");
    }

    /** Hears once of everything that an operator has to do something about, also of what was before. */
    public synchronized void onRefusal(Consumer<String> to) {
        listener = to;
        untold.forEach(to);
        untold.clear();
    }

    byte[] stamp() {
        return stamp;
    }

    /** Whether what has no stamp may come in. */
    boolean admitsUnstamped() {
        return !stampedOnly;
    }

    /** Whether what has this stamp may come in. */
    synchronized boolean admits(Stamp from) {
        return admission == null
                || switch (admission.of(from, System.nanoTime())) {
                    case Admission.Answer.Admitted() -> true;
                    case Admission.Answer.Late() -> false;
                    case Admission.Answer.Refused(String why, boolean isNews) -> {
                        if (isNews) {
                            tell(why);
                        }
                        yield false;
                    }
                };
    }

    private void tell(String why) {
        if (listener == null) {
            untold.add(why);
        } else {
            listener.accept(why);
        }
    }
}
