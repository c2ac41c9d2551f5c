package io.github.batonha.client.sessions;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS with the agent of one node, and with nobody else: an authority of the installation vouches for its certificate, which names the
 * node, or the address that is called. Names are the subject alternative ones; wildcards count for addresses alone.
 */
public final class AgentTrust extends X509ExtendedTrustManager {
    private static final int DNS = 2;

    private final X509ExtendedTrustManager authorities;
    private final String node;

    private AgentTrust(X509ExtendedTrustManager authorities, String node) {
        this.authorities = authorities;
        this.node = node;
    }

    /**
     * Reads the PEM file of the authorities. Blocks.
     *
     * @param own what the client shows of itself; none for nothing
     * @throws IOException if it can't be used
     */
    public static SSLContext of(Path file, String node, KeyManager... own) throws IOException {
        try (var pem = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            var number = 0;
            for (var authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca" + number++, authority);
            }
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            var trust = new AgentTrust((X509ExtendedTrustManager) factory.getTrustManagers()[0], node);
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(own, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("%s can't be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    private boolean namesTheNode(X509Certificate certificate) throws CertificateException {
        var names = certificate.getSubjectAlternativeNames();
        return names != null && names.stream().anyMatch(this::isTheNode);
    }

    private boolean isTheNode(List<?> name) {
        return name.get(0) instanceof Integer kind
                && kind == DNS
                && name.get(1) instanceof String text
                && text.equalsIgnoreCase(node);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        if (namesTheNode(chain[0])) {
            authorities.checkServerTrusted(chain, type);
        } else {
            authorities.checkServerTrusted(chain, type, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (namesTheNode(chain[0])) {
            authorities.checkServerTrusted(chain, type);
        } else {
            authorities.checkServerTrusted(chain, type, socket);
        }
    }

    /** Without the connection nobody knows which address was called. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (!namesTheNode(chain[0])) {
            throw new CertificateException("the certificate does not name " + node);
        }
        authorities.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw noClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw noClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw noClients();
    }

    private static CertificateException noClients() {
        return new CertificateException("this is for clients, which have none themselves");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
