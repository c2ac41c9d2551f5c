package io.github.batonha.actors.tls;

import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.certificates.CertificateProblem;
import io.github.batonha.conf.certificates.Credentials;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * What was made of one version of the files.
 *
 * @param version of the files that it was made from
 */
record Material(String version, Credentials credentials, SSLContext context, X509TrustManager trust) {
    static final String PROTOCOL = "TLSv1.3";

    /** Blocks on files. */
    static Material read(CertificateFiles files) throws CertificateProblem {
        var version = files.version();
        var credentials = files.read();
        try {
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(authorities(credentials));
            var context = SSLContext.getInstance(PROTOCOL);
            context.init(credentials.keyManagers(), trust.getTrustManagers(), null);
            return new Material(version, credentials, context, (X509TrustManager) trust.getTrustManagers()[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The certificates in %s can't be used".formatted(files.folder()), e);
        }
    }

    private static KeyStore authorities(Credentials credentials) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var number = 0;
        for (var authority : credentials.authorities()) {
            store.setCertificateEntry("ca" + number++, authority);
        }
        return store;
    }
}
