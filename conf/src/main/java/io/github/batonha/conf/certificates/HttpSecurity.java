package io.github.batonha.conf.certificates;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Reachability;

/** How the HTTP port of a node is kept from those who are on the way to it. */
public sealed interface HttpSecurity {

    /** By TLS, with the files of the cluster port. */
    record Tls() implements HttpSecurity {}

    /** Not at all. The risk is empty where nobody outside of this machine is on the way. */
    record Plain(String risk) implements HttpSecurity {}

    /** It has to be, and can't: the agent does not start. */
    record Refused(String why) implements HttpSecurity {}

    /** Blocks on files, and on names that have to be looked up. */
    static HttpSecurity of(NodeDefinition definition, BatonHome home, Reachability reachability) {
        var isHere = reachability.isOnLoopback(definition.self());
        return switch (definition.settings().http().tls()) {
            case ON -> forced(definition, home);
            case OFF -> new Plain(isHere ? "" : risk(definition, "baton.http.tls is off: set it to auto"));
            case AUTO -> {
                if (isHere) {
                    yield new Plain("");
                }
                yield definition.settings().clusterTls()
                        ? new Tls()
                        : new Plain(risk(definition, "baton.cluster.tls is off: issue certificates and set it to on"));
            }
        };
    }

    private static String risk(NodeDefinition definition, String cause) {
        return "whoever is on the way to port %d reads its tokens and answers, because %s"
                .formatted(definition.self().httpPort(), cause);
    }

    private static HttpSecurity forced(NodeDefinition definition, BatonHome home) {
        var self = definition.self().name();
        var files = new CertificateFiles(home.certificates(self));
        return files.isThere()
                ? new Tls()
                : new Refused(
                        "%1$s has no certificates in %2$s, and baton.http.tls is on: give 'baton certificates init' and 'baton certificates issue %1$s', or set baton.http.tls = auto in conf/baton.conf and run install"
                                .formatted(self, files.folder()));
    }
}
