package io.github.batonha.actors.node;

import io.github.batonha.actors.tls.ClusterTls;
import io.github.batonha.conf.certificates.CertificateProblem;
import io.github.batonha.conf.certificates.ClusterSecurity;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Reachability;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the cluster port is kept from strangers, decided before anything is started.
 *
 * @param tls empty where it speaks in clear
 * @param risk that an operator took by a setting; empty where there is none
 */
record ClusterPort(Optional<ClusterTls> tls, String risk) {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterPort.class);
    /** What Artery takes by default. */
    private static final int MOST_IN_FRAME = 256 << 10;

    /**
     * Reads its certificates. Blocks on files.
     *
     * @param nanos monotonic
     * @throws AgentRefusal if there has to be one, and its certificates are not there or can't be used
     */
    static ClusterPort open(NodeDefinition definition, BatonHome home, InstantSource clock, LongSupplier nanos) {
        return switch (ClusterSecurity.of(definition, home, Reachability.ofThisMachine())) {
            case ClusterSecurity.Tls(var files) -> {
                try {
                    yield new ClusterPort(
                            Optional.of(ClusterTls.open(
                                    files, definition.self(), definition.hosts(), MOST_IN_FRAME, clock, nanos)),
                            "");
                } catch (CertificateProblem e) {
                    throw new AgentRefusal(String.valueOf(e.getMessage()));
                }
            }
            case ClusterSecurity.Open(var risk) -> {
                LOG.warn("The cluster port is open: {}", risk);
                yield new ClusterPort(Optional.empty(), definition.settings().clusterTls() ? "" : risk);
            }
            case ClusterSecurity.Refused(var why) -> throw new AgentRefusal(why);
        };
    }

    /** What operators of all nodes are to see of it; empty where there is nothing. Any thread. */
    String shown() {
        return tls.map(ClusterTls::warning).orElse(risk);
    }
}
