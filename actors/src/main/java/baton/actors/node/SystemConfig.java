package baton.actors.node;

import baton.conf.HostDefinition;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/** Settings of the agent's ActorSystem: {@code agent.conf} and what the definition says of this host. */
final class SystemConfig {
    private SystemConfig() {}

    static Config of(HostDefinition self) {
        return ConfigFactory.parseMap(Map.of(
                        "pekko.remote.artery.canonical.hostname", self.address(),
                        "pekko.remote.artery.canonical.port", self.clusterPort(),
                        "pekko.management.http.hostname", self.address(),
                        "pekko.management.http.port", self.httpPort()))
                .withFallback(ConfigFactory.parseResources("agent.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}
