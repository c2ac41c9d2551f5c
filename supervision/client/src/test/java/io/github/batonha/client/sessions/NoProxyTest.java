package io.github.batonha.client.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoProxyTest {

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<URI> asked = new CopyOnWriteArrayList<>();
    private final ProxySelector before = ProxySelector.getDefault();
    private HttpServer agent;
    private HttpServer proxy;

    @BeforeEach
    void begin() throws IOException {
        agent = server(404);
        proxy = server(502);
        // As http.proxyHost does it for all addresses but those of the host itself.
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(new Proxy(Proxy.Type.HTTP, proxy.getAddress()));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    }

    private HttpServer server(int status) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                authorizations.add(status + " " + exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
        return server;
    }

    @AfterEach
    void end() {
        ProxySelector.setDefault(before);
        agent.stop(0);
        proxy.stop(0);
    }

    @Test
    void givenAProxyForTheApplication_whenTheAgentIsAsked_thenTheTokenGoesToTheAgentAlone() {
        var url = URI.create("http://127.0.0.1:" + agent.getAddress().getPort());
        var sessions = Sessions.of(AgentAccess.of(url, "secret"), Replicate.ONE_OTHER, Duration.ofSeconds(5));

        assertThat(sessions.find("a".repeat(32))).isEmpty();

        assertThat(authorizations).containsExactly("404 Bearer secret");
        assertThat(asked).isEmpty();
    }
}
