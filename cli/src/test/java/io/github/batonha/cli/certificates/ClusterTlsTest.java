package io.github.batonha.cli.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.actors.tls.ClusterTls;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.certificates.CertificateProblem;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two ends of a connection of the cluster port, with certificates as the commands make them. */
class ClusterTlsTest {
    private final Instant now = Instant.now();
    private static final Duration YEAR = Duration.ofDays(365);
    private static final HostDefinition A = new HostDefinition("NodeA", "10.0.0.1", 6000, 8558, FenceCommand.NONE);
    private static final HostDefinition B = new HostDefinition("NodeB", "10.0.0.2", 6000, 8558, FenceCommand.NONE);
    private static final HostDefinition STRANGER =
            new HostDefinition("NodeX", "10.0.0.9", 6000, 8558, FenceCommand.NONE);
    private static final List<HostDefinition> HOSTS = List.of(A, B);

    @TempDir
    private Path folder = Path.of("");

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> atA = new ArrayList<>();
    private final List<String> atB = new ArrayList<>();

    @BeforeEach
    void issueBoth() {
        var ca = Authority.create(folder.resolve("ca"), new char[0], now, YEAR);
        ca.issue(A, files("NodeA"), now, Duration.ofDays(100));
        ca.issue(B, files("NodeB"), now, Duration.ofDays(100));
    }

    private CertificateFiles files(String node) {
        return new CertificateFiles(folder.resolve(node));
    }

    private ClusterTls open(HostDefinition host, List<String> troubles) throws CertificateProblem {
        var tls = ClusterTls.open(files(host.name()), host, HOSTS, 256 << 10, () -> now, nanos::get);
        tls.onTrouble(troubles::add);
        return tls;
    }

    /** One call from one node to the other. */
    private static final class Call {
        private final SSLEngine caller;
        private final SSLEngine called;
        private final ClusterTls callersTls;
        private final ClusterTls calledTls;
        private ByteBuffer toCalled = ByteBuffer.allocate(0);
        private ByteBuffer toCaller = ByteBuffer.allocate(0);

        Call(ClusterTls callersTls, ClusterTls calledTls, HostDefinition host) {
            this.callersTls = callersTls;
            this.calledTls = calledTls;
            this.caller = callersTls.createClientSSLEngine(host.urlHost(), host.clusterPort());
            this.called = calledTls.createServerSSLEngine(host.urlHost(), host.clusterPort());
        }

        /** As Pekko does it: the handshake, then each side's word on the other. */
        Call shakeHands() throws SSLException {
            caller.beginHandshake();
            called.beginHandshake();
            for (var round = 0; round < 20; round++) {
                toCalled = sent(caller, new byte[0], toCalled);
                received(called, toCalled);
                toCaller = sent(called, new byte[0], toCaller);
                received(caller, toCaller);
            }
            assertThat(caller.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
            assertThat(called.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
            refuse(callersTls.verifyClientSession(caller.getPeerHost(), caller.getSession()));
            refuse(calledTls.verifyServerSession("10.0.0.2", called.getSession()));
            return this;
        }

        private static void refuse(scala.Option<Throwable> why) throws SSLException {
            if (why.isDefined()) {
                throw (SSLException) why.get();
            }
        }

        String send(String text) throws SSLException {
            toCalled = sent(caller, text.getBytes(StandardCharsets.US_ASCII), toCalled);
            return received(called, toCalled);
        }

        private static ByteBuffer sent(SSLEngine engine, byte[] data, ByteBuffer left) throws SSLException {
            var out = ByteBuffer.allocate(1 << 17).put(left);
            var in = ByteBuffer.wrap(data);
            for (var round = 0; round < 10; round++) {
                tasks(engine);
                if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP || in.hasRemaining()) {
                    engine.wrap(in, out);
                }
            }
            return out.flip();
        }

        private static String received(SSLEngine engine, ByteBuffer in) throws SSLException {
            var out = ByteBuffer.allocate(1 << 17);
            for (var round = 0; round < 10 && in.hasRemaining(); round++) {
                tasks(engine);
                engine.unwrap(in, out);
            }
            tasks(engine);
            return StandardCharsets.US_ASCII.decode(out.flip()).toString();
        }

        private static void tasks(SSLEngine engine) {
            for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        }
    }

    private static final String PREAMBLE = "AKKA\2";

    @Test
    void givenTwoNodes_whenOneCalls_thenTheyTalk() throws Exception {
        var call = new Call(open(A, atA), open(B, atB), B).shakeHands();

        assertThat(call.send(PREAMBLE)).isEqualTo(PREAMBLE);
        assertThat(call.caller.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(atA).isEmpty();
        assertThat(atB).isEmpty();
    }

    @Test
    void givenACertificateOfAnotherAuthority_whenItCalls_thenItIsRefusedAndSaid() throws Exception {
        Authority.create(folder.resolve("foreign"), new char[0], now, YEAR)
                .issue(A, files("NodeA"), now, YEAR.dividedBy(2));
        Authority.open(folder.resolve("ca"), () -> new char[0]).trust(files("NodeA"));
        var b = open(B, atB);

        assertThatThrownBy(() -> new Call(open(A, atA), b, B).shakeHands()).isInstanceOf(SSLException.class);
        assertThat(atB).anyMatch(text -> text.contains("of an authority that ca.pem"));
    }

    @Test
    void givenAnExpiredCertificate_whenItCalls_thenItIsRefusedAndBothSay() throws Exception {
        Authority.open(folder.resolve("ca"), () -> new char[0])
                .issue(A, files("NodeA"), now.minus(Duration.ofDays(30)), Duration.ofDays(29));
        var a = open(A, atA);

        assertThatThrownBy(() -> new Call(a, open(B, atB), B).shakeHands()).isInstanceOf(SSLException.class);
        assertThat(atB).anyMatch(text -> text.contains("its certificate has expired"));
        assertThat(atA).anyMatch(text -> text.contains("the certificate has expired at"));
    }

    @Test
    void givenACertificateOfNoHost_whenItCalls_thenItIsRefused() throws Exception {
        Authority.open(folder.resolve("ca"), () -> new char[0])
                .issue(STRANGER, files("NodeA"), now, Duration.ofDays(9));
        var a = open(A, atA);

        assertThatThrownBy(() -> new Call(a, open(B, atB), B).shakeHands())
                .hasMessageContaining("no host of the definition");
        assertThat(atA).anyMatch(text -> text.contains("the certificate names NodeX, 10.0.0.9, and not NodeA"));
    }

    @Test
    void givenAnotherHostAtTheAddress_whenItIsCalled_thenTheCallerEnds() throws Exception {
        var b = open(B, atB);

        assertThatThrownBy(() -> new Call(open(A, atA), b, A).shakeHands())
                .hasMessageContaining("and not the host at 10.0.0.1");
    }

    @Test
    void givenAMessageInTheNameOfAnother_whenItComes_thenTheConnectionEnds() throws Exception {
        var call = new Call(open(A, atA), open(B, atB), B).shakeHands();
        var stamp = "S\nNodeB\n10.0.0.2:6000\npid 1\0\0\0\33\0batonS1";
        assertThat(call.send(PREAMBLE)).isEqualTo(PREAMBLE);

        assertThatThrownBy(() -> call.send((char) stamp.length() + "\0\0\0" + stamp))
                .hasMessageContaining("with the certificate of CN=NodeA came a message in the name of NodeB");
        assertThat(atB).anyMatch(text -> text.contains("in the name of NodeB"));
    }

    @Test
    void givenBytesThatAreNotTls_whenTheyCome_thenTheyEndAtTheDoorAndAreSaidOnce() throws Exception {
        var b = open(B, atB);
        for (var i = 0; i < 100; i++) {
            var engine = b.createServerSSLEngine("10.0.0.2", 6000);
            assertThatThrownBy(() -> engine.unwrap(
                            ByteBuffer.wrap("AKKA\2\377\377\377\177AAAA".getBytes(StandardCharsets.ISO_8859_1)),
                            ByteBuffer.allocate(1 << 16)))
                    .isInstanceOf(SSLException.class);
        }

        assertThat(atB).hasSize(1).anyMatch(text -> text.contains("it does not speak TLS"));
    }

    @Test
    void givenNewCertificates_whenTheFilesStay_thenNewConnectionsHaveThemAndOldOnesGoOn() throws Exception {
        var a = open(A, atA);
        var b = open(B, atB);
        var old = new Call(a, b, B).shakeHands();
        var before = old.called.getSession().getPeerCertificates()[0];
        Authority.open(folder.resolve("ca"), () -> new char[0]).issue(A, files("NodeA"), now, Duration.ofDays(50));

        lookTwice(a, b);
        var next = new Call(a, b, B).shakeHands();

        assertThat(next.called.getSession().getPeerCertificates()[0]).isNotEqualTo(before);
        assertThat(old.send(PREAMBLE)).isEqualTo(PREAMBLE);
    }

    @Test
    void givenANewAuthorityStepByStep_whenTheOldOneIsForgotten_thenOnlyThoseItVouchedForEnd() throws Exception {
        var a = open(A, atA);
        var b = open(B, atB);
        var next = Authority.create(folder.resolve("ca"), new char[0], now, YEAR);
        next.trust(files("NodeA"));
        next.trust(files("NodeB"));
        lookTwice(a, b);
        var stale = new Call(a, b, B).shakeHands();
        assertThat(stale.send(PREAMBLE)).isEqualTo(PREAMBLE);

        next.issue(A, files("NodeA"), now, Duration.ofDays(50));
        next.issue(B, files("NodeB"), now, Duration.ofDays(50));
        lookTwice(a, b);
        var renewed = new Call(a, b, B).shakeHands();
        next.withoutEarlier().trust(files("NodeB"));
        lookTwice(a, b);

        assertThat(renewed.send(PREAMBLE)).isEqualTo(PREAMBLE);
        assertThatThrownBy(() -> stale.send("x")).hasMessageContaining("is trusted no more");
    }

    @Test
    void givenFilesThatCantBeUsed_whenTheyChange_thenTheOldOnesStayAndItIsSaid() throws Exception {
        var a = open(A, atA);
        var b = open(B, atB);
        Files.writeString(files("NodeB").key(), "nothing");

        lookTwice(a, b);

        assertThatCode(() -> new Call(a, b, B).shakeHands()).doesNotThrowAnyException();
        assertThat(atB).anyMatch(text -> text.contains("the old ones stay") && text.contains("holds no private key"));
    }

    @Test
    void givenACertificateThatEndsInThreeWeeks_whenTheAgentStarts_thenItSaysSo() throws IOException {
        Authority.open(folder.resolve("ca"), () -> new char[0]).issue(A, files("NodeA"), now, Duration.ofDays(21));

        open(A, atA);

        assertThat(atA).anyMatch(text -> text.contains("expires at") && text.contains("in 20 days"));
    }

    /** Longer than the pause between two looks at the files, twice. */
    private void lookTwice(ClusterTls... all) {
        for (var look = 0; look < 2; look++) {
            nanos.addAndGet(Duration.ofSeconds(6).toNanos());
            for (var tls : all) {
                tls.createServerSSLEngine("10.0.0.1", 6000);
            }
        }
    }
}
