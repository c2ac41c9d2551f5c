package io.github.batonha.actors.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why TLS did not come about, for operators. */
final class Handshakes {
    private static final int DEEPEST = 10;
    private static final String EXPIRED = "its certificate has expired";
    private static final String FOREIGN = "its certificate is of an authority that ca.pem does not have";

    private Handshakes() {}

    /** @param called host and port; empty where the peer has called */
    static String why(SSLException failure, String called) {
        var peer =
                called.isEmpty() ? "a connection from outside was refused" : "no connection with %s".formatted(called);
        return "%s: %s; 'baton certificates show' on both hosts says more".formatted(peer, reason(failure));
    }

    private static String reason(SSLException failure) {
        Throwable cause = failure;
        for (var depth = 0; cause != null && depth < DEEPEST; depth++) {
            switch (cause) {
                case CertificateExpiredException _ -> {
                    return EXPIRED;
                }
                case CertificateNotYetValidException _ -> {
                    return "its certificate is not valid yet, or a clock is wrong";
                }
                case CertPathBuilderException _ -> {
                    return FOREIGN;
                }
                case CertPathValidatorException broken
                when broken.getReason() == BasicReason.EXPIRED -> {
                    return EXPIRED;
                }
                case CertPathValidatorException broken
                when broken.getReason() == BasicReason.INVALID_SIGNATURE -> {
                    return FOREIGN;
                }
                default -> cause = cause.getCause();
            }
        }
        var message = String.valueOf(failure.getMessage());
        if (message.startsWith("Received fatal alert: ")) {
            return "it refused the certificate of this node (%s)"
                    .formatted(message.substring("Received fatal alert: ".length()));
        }
        if (message.contains("Empty client certificate chain")) {
            return "it showed no certificate of an authority that ca.pem has";
        }
        return message.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")
                ? "it does not speak TLS"
                : message;
    }
}
