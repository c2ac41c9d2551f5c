package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.os.NotifySocket;
import io.github.batonha.supervision.os.ServiceManager;
import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceWatchTest {
    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private NotifySocket socket;

    @BeforeEach
    void listen() throws IOException {
        socket = NotifySocket.bind(folder.resolve("notify"), UserAccount.ownId());
        socket.listen(messages -> {
            messages.forEach(message -> heard.add(message.text()));
            socket.goOn();
        });
    }

    @AfterEach
    void end() {
        kit.shutdownTestKit();
        socket.close();
    }

    private ActorRef<ServiceWatch.Command> spawn(Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("NOTIFY_SOCKET", folder.resolve("notify").toString());
        return kit.spawn(ServiceWatch.create(ServiceManager.of(environment), Duration.ZERO));
    }

    private @Nullable String next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void givenAnAgent_whenCommandsFindIt_thenItIsReadyAndSaysSoOnce() throws InterruptedException {
        var watch = spawn(Map.of("WATCHDOG_USEC", "60000000"));
        assertThat(next()).isEqualTo("WATCHDOG=1");

        watch.tell(new ServiceWatch.Serving());
        assertThat(next()).isEqualTo("READY=1");

        time.timePasses(Duration.ofSeconds(20));
        assertThat(next()).isEqualTo("WATCHDOG=1");
        assertThat(heard).isEmpty();
    }

    @Test
    void givenAnAgentWhosePortIsNotFree_thenItIsReadyAllTheSameAfterAWhile() throws InterruptedException {
        spawn(Map.of("WATCHDOG_USEC", "60000000"));
        assertThat(next()).isEqualTo("WATCHDOG=1");

        time.timePasses(ServiceWatch.READY_WITHIN);

        assertThat(next()).isEqualTo("READY=1");
    }
}
