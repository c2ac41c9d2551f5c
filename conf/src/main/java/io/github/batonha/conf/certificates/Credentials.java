package io.github.batonha.conf.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

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

    /**
     * What shows the chain in a handshake.
     *
     * @throws GeneralSecurityException if this JDK can't
     */
    public KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        var inMemory = new char[0];
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, inMemory);
        store.setKeyEntry("own", key, inMemory, chain.toArray(X509Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, inMemory);
        return keys.getKeyManagers();
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "Credentials[%s]".formatted(certificate().getSubjectX500Principal());
    }
}
