package io.github.batonha.actors.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.github.batonha.actors.tls.ClusterTls;
import io.github.batonha.actors.wire.WireGate;
import io.github.batonha.conf.model.NodeDefinition;
import java.util.HashMap;
import java.util.Optional;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;

/** Settings of the agent's ActorSystem: {@code agent.conf}, and what the definition says of this host and of the others. */
final class SystemConfig {
    private SystemConfig() {}

    /**
     * Of one ActorSystem.
     *
     * @param agent tells this life of the agent from all others
     * @param tls of the cluster port; empty where it speaks in clear
     */
    static ActorSystemSetup of(NodeDefinition definition, String agent, Optional<ClusterTls> tls) {
        var bootstrap = BootstrapSetup.create(config(definition, agent, tls.isPresent()));
        return tls.map(provider -> ActorSystemSetup.create(bootstrap, SSLEngineProviderSetup.create(_ -> provider)))
                .orElseGet(() -> ActorSystemSetup.create(bootstrap));
    }

    private static Config config(NodeDefinition definition, String agent, boolean hasTls) {
        var self = definition.self();
        var addresses = new HashMap<String, String>();
        definition.hosts().forEach(host -> addresses.put(host.name(), Addresses.hostPort(host)));
        var settings = new HashMap<>(WireGate.settings(definition.system(), self.name(), addresses, agent, hasTls));
        settings.put("pekko.remote.artery.transport", hasTls ? "tls-tcp" : "tcp");
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
