package io.github.batonha.actors.tls;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.certificates.CertificateFiles;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTlsTest {
    private static final String OF_AN_EARLIER_RELEASE = "TLS_AES_256_GCM_SHA384";
    private static final int ROOM = 64 << 10;
    private static final int MOST_STEPS = 100;

    @TempDir
    Path folder;

    private ClusterTls tls;

    @BeforeEach
    void open() throws Exception {
        run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem"
                + " -days 1 -subj /CN=node -addext subjectAltName=DNS:NodeA");
        run("cp certificate.pem ca.pem");
        var self = hosts("NodeA").getFirst();
        tls = ClusterTls.open(
                new CertificateFiles(folder), self, hosts("NodeA"), ROOM, InstantSource.system(), System::nanoTime);
    }

    @Test
    void givenTwoNodes_whenTheyConnect_thenTheyAgreeOnTheCipherThatCostsAnAgentLeast() throws Exception {
        var caller = tls.createClientSSLEngine("NodeA", 6000);
        var called = tls.createServerSSLEngine("NodeA", 6000);

        shakeHands(caller, called);

        assertThat(called.getSession().getCipherSuite()).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
    }

    @Test
    void givenANodeOfAnEarlierRelease_whenItCalls_thenItsCipherIsStillThere() throws Exception {
        var caller = tls.createClientSSLEngine("NodeA", 6000);
        var called = tls.createServerSSLEngine("NodeA", 6000);
        caller.setEnabledCipherSuites(new String[] {OF_AN_EARLIER_RELEASE});

        shakeHands(caller, called);

        assertThat(called.getSession().getCipherSuite()).isEqualTo(OF_AN_EARLIER_RELEASE);
    }

    private static void shakeHands(SSLEngine caller, SSLEngine called) throws SSLException {
        var there = ByteBuffer.allocate(ROOM);
        var back = ByteBuffer.allocate(ROOM);
        caller.beginHandshake();
        called.beginHandshake();
        for (var step = 0; step < MOST_STEPS && !(isDone(caller) && isDone(called)); step++) {
            step(caller, there, back);
            step(called, back, there);
        }
        assertThat(isDone(called)).isTrue();
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        } else if (in.position() > 0) {
            in.flip();
            engine.unwrap(in, ByteBuffer.allocate(ROOM));
            in.compact();
        }
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void run(String command) throws Exception {
        var process = new ProcessBuilder(command.split(" ", -1))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
