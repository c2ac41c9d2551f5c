package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {

    @TempDir
    Path folder;

    @Test
    void givenASocket_whenTold_thenEachMessageArrivesFromThisProcess() throws IOException, InterruptedException {
        var path = folder.resolve("notify");
        var heard = new LinkedBlockingQueue<NotifySocket.Message>();
        try (var socket = NotifySocket.bind(path, UserAccount.ownId())) {
            socket.listen(messages -> {
                heard.addAll(messages);
                socket.goOn();
            });
            var manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", path.toString()));

            manager.ready();
            manager.alive();
            manager.stopping();

            for (var text : List.of("READY=1", "WATCHDOG=1", "STOPPING=1")) {
                assertThat(heard.poll(10, TimeUnit.SECONDS))
                        .isEqualTo(
                                new NotifySocket.Message(ProcessHandle.current().pid(), text));
            }
        }
    }

    @Test
    void givenNobodyThere_whenTold_thenNothingHappens() {
        for (var socket : List.of("", folder + "/nobody", "@abstract nobody", "x".repeat(300))) {
            assertThatCode(() ->
                            ServiceManager.of(Map.of("NOTIFY_SOCKET", socket)).ready())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void givenAWatchdog_whenItIsForThisProcess_thenItsTimeIsKnown() {
        var variables = Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "60000000");

        assertThat(ServiceManager.of(variables, "7").watchdog()).contains(Duration.ofMinutes(1));
        assertThat(ServiceManager.of(with(variables, "WATCHDOG_PID", "7"), "7").watchdog())
                .contains(Duration.ofMinutes(1));
        assertThat(ServiceManager.of(with(variables, "WATCHDOG_PID", "8"), "7").watchdog())
                .isEmpty();
        assertThat(ServiceManager.of(with(variables, "WATCHDOG_USEC", "soon"), "7")
                        .watchdog())
                .isEmpty();
        assertThat(ServiceManager.of(with(variables, "NOTIFY_SOCKET", ""), "7").watchdog())
                .isEmpty();
    }

    private static Map<String, String> with(Map<String, String> variables, String name, String value) {
        var all = new HashMap<>(variables);
        all.put(name, value);
        return all;
    }
}
