package io.github.batonha.conf.certificates;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Reachability;

/** How the cluster port of a node is kept from strangers. */
public sealed interface ClusterSecurity {

    /** By mutual TLS with these files. */
    record Tls(CertificateFiles files) implements ClusterSecurity {}

    /** Not at all. */
    record Open(String risk) implements ClusterSecurity {}

    /** It has to be, and can't: the agent does not start. */
    record Refused(String why) implements ClusterSecurity {}

    /** Blocks on files, and on names that have to be looked up. */
    static ClusterSecurity of(NodeDefinition definition, BatonHome home, Reachability reachability) {
        var self = definition.self().name();
        var files = new CertificateFiles(home.certificates(self));
        if (!definition.settings().clusterTls()) {
            return new Open(
                    "whoever reaches port %d commands all nodes, because baton.cluster.tls is off: issue certificates and set it to on"
                            .formatted(definition.self().clusterPort()));
        }
        if (files.isThere()) {
            return new Tls(files);
        }
        return reachability.areAllOnLoopback(definition.hosts())
                ? new Open(
                        "there are no certificates in %s, so every user of this machine commands all nodes by port %d: issue them with 'baton certificates init' and 'baton certificates issue'"
                                .formatted(files.folder(), definition.self().clusterPort()))
                : new Refused(
                        "%1$s has no certificates in %2$s, and without them whoever reaches port %3$d commands all nodes: give 'baton certificates init' on one host, 'baton certificates issue' there for all hosts, and copy the folder certificates/NODE to each; or accept the risk with baton.cluster.tls = off in conf/baton.conf and run install"
                                .formatted(
                                        self, files.folder(), definition.self().clusterPort()));
    }
}
