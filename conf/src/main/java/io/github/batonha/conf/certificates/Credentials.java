package io.github.batonha.conf.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a node shows to others, and whom it believes.
 *
 * @param key that of the first certificate of the chain
 * @param chain the node's certificate, then those between it and an authority
 * @param authorities who may have issued the certificates of others
 */
public record Credentials(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {

    public Credentials {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    /** The node's own. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "Credentials[%s]".formatted(certificate().getSubjectX500Principal());
    }
}
