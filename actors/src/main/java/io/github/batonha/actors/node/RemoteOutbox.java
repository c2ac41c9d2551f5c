package io.github.batonha.actors.node;

import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.sessions.store.SessionMessage;
import io.github.batonha.sessions.store.SessionOutbox;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends over Artery to {@code pekko://baton@ADDRESS:PORT/user/ACTOR} of the configured hosts. Safe for any thread. */
final class RemoteOutbox implements Outbox, SessionOutbox {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteOutbox.class);

    private final String actor;
    private final Map<String, ActorSelection> byHost;

    RemoteOutbox(ActorSystem<?> system, List<HostDefinition> hosts, String actor) {
        var classic = Adapter.toClassic(system);
        this.actor = actor;
        this.byHost = hosts.stream()
                .collect(Collectors.toUnmodifiableMap(
                        HostDefinition::name, host -> classic.actorSelection(Addresses.of(host) + "/user/" + actor)));
    }

    @Override
    public void tell(String host, Wire message) {
        send(host, message);
    }

    @Override
    public void tell(String host, SessionMessage message) {
        send(host, message);
    }

    private void send(String host, Object message) {
        var selection = byHost.get(host);
        if (selection == null) {
            LOG.debug("Sent nothing to actor={} of host={}: the definition has no such host", actor, host);
        } else {
            selection.tell(message, ActorRef.noSender());
        }
    }
}
