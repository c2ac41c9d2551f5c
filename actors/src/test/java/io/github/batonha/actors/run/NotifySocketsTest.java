package io.github.batonha.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.launch.PendingLaunch;
import io.github.batonha.actors.launch.SocketOwner;
import io.github.batonha.actors.probe.ProbeNews;
import io.github.batonha.actors.supervisor.NodeTest;
import io.github.batonha.actors.supervisor.TestNode;
import io.github.batonha.supervision.lifecycle.Event;
import io.github.batonha.supervision.os.NotifySocket;
import io.github.batonha.supervision.os.UserAccount;
import io.github.batonha.supervision.probe.Probe;
import io.github.batonha.supervision.probe.Probes;
import io.github.batonha.supervision.run.Spawner;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sockets of processes that do not come to live, or not at once. */
class NotifySocketsTest extends NodeTest {

    @Test
    void givenSomethingInTheWayOfTheSocket_whenItIsGone_thenTheProcessIsStarted() throws Exception {
        node.write("run/NodeA/notify");
        node.with(speaking());
        node.locals();
        node.await("it says why", () -> node.statusOf("A").message().contains("it can't be listened to"));

        Files.delete(node.file("run/NodeA/notify"));

        node.await("A", ProcessState.HEALTHY);
    }

    @Test
    void givenAStartThatBreaksOff_whenItIsTold_thenNobodyListensAnyMore() {
        var told = node.probe(RunNews.class);
        var spec = speaking();
        node.with(spec);
        Spawner spawner = request -> {
            assertThat(listens()).isTrue();
            throw new IllegalStateException("no spawn today");
        };
        var probes = node.probe(ProbeNews.class);
        var scope = new RunContext(node.deps(), spec, 0, ended -> null, told.ref(), probes.ref());
        node.kit().spawn(RunActor.spawn(scope, 1, PendingLaunch.begin(node.deps(), spec, spawner, 0)));

        var news = told.expectMessageClass(RunNews.Changed.class, TestNode.SOON);
        assertThat(news.event())
                .isInstanceOfSatisfying(
                        Event.Refused.class,
                        refused -> assertThat(refused.reason()).contains("no spawn today"));
        node.await("the socket is closed", () -> !listens());
    }

    @Test
    void givenAnActorThatHasEnded_whenASocketIsMadeForIt_thenItIsClosed() throws Exception {
        var owner = new SocketOwner();
        owner.close();

        owner.own(NotifySocket.bind(path(), UserAccount.ownId()));

        assertThat(listens()).isFalse();
    }

    private Path path() {
        return node.file("run/NodeA/notify/A");
    }

    private boolean listens() {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(NotifySocket.streamOf(path())));
        } catch (IOException refused) {
            return false;
        }
    }

    private ChildSpec speaking() {
        var standard = Probes.standard(0);
        Probe alive = standard.readiness();
        return node.sh("A", "exec sleep 600")
                .with(new Probes(alive, Duration.ZERO, standard.liveness(), Duration.ZERO, true));
    }
}
