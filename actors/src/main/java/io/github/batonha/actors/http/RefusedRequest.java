package io.github.batonha.actors.http;

import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.TLSProtocol.SendBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.util.ByteString;

/**
 * The answer to a request that Pekko's parser takes and its constructor of requests refuses, such as one of HTTP/1.0 with
 * Transfer-Encoding. No route ever sees it, and Pekko answers 500 and closes the connection. RFC 9112, 6.1 calls it faulty, so it is 400 here.
 */
final class RefusedRequest {
    private static final ByteString BY_PEKKO = ByteString.fromString("HTTP/1.1 500 Internal Server Error\r\n");
    private static final ByteString BY_CLIENT = ByteString.fromString("HTTP/1.1 400 Bad Request\r\n");
    /** Pekko's own has no body, and so ends with its head. */
    private static final String END = "\r\nContent-Length: 0\r\n\r\n";

    private RefusedRequest() {}

    /**
     * Changes the answers between Pekko's server and TLS.
     *
     * @param isIdle whether no route has a request; every answer of ours has {@link AgentServer#MARK}, whatever came between
     */
    static BidiFlow<SslTlsOutbound, SslTlsOutbound, SslTlsInbound, SslTlsInbound, NotUsed> answers(
            BooleanSupplier isIdle) {
        return BidiFlow.fromFunctions(
                out -> out instanceof SendBytes answer && isOfPekko(answer.bytes()) && isIdle.getAsBoolean()
                        ? new SendBytes(BY_CLIENT.concat(answer.bytes().drop(BY_PEKKO.size())))
                        : out,
                in -> in);
    }

    private static boolean isOfPekko(ByteString bytes) {
        if (!bytes.take(BY_PEKKO.size()).equals(BY_PEKKO)) {
            return false;
        }
        var text = bytes.decodeString(StandardCharsets.US_ASCII);
        return text.endsWith(END) && !text.contains(AgentServer.MARK);
    }
}
