package io.github.batonha.actors.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.github.batonha.actors.wire.WireGate;
import io.github.batonha.conf.model.NodeDefinition;
import java.util.HashMap;

/** Settings of the agent's ActorSystem: {@code agent.conf}, and what the definition says of this host and of the others. */
final class SystemConfig {
    private SystemConfig() {}

    /** @param agent tells this life of the agent from all others */
    static Config of(NodeDefinition definition, String agent) {
        var self = definition.self();
        var addresses = new HashMap<String, String>();
        definition.hosts().forEach(host -> addresses.put(host.name(), Addresses.hostPort(host)));
        var settings = new HashMap<>(WireGate.settings(definition.system(), self.name(), addresses, agent));
        settings.put("pekko.remote.artery.canonical.hostname", self.urlHost());
        settings.put("pekko.remote.artery.canonical.port", self.clusterPort());
        settings.put("pekko.management.http.hostname", self.urlHost());
        settings.put("pekko.management.http.port", self.httpPort());
        return ConfigFactory.parseMap(settings)
                .withFallback(ConfigFactory.parseResources("agent.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}
