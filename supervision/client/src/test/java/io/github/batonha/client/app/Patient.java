package io.github.batonha.client.app;

import io.github.batonha.client.AwaitsPrimary;
import io.github.batonha.client.Primary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Initializes itself, and works once it is primary: {@code Patient FILE}. With a second argument its end waits for its main thread, as that of a
 * container does that is still starting.
 */
@AwaitsPrimary
public final class Patient {

    private Patient() {}

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        if (args.length > 1) {
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> joinForEver(main)));
        }
        Files.writeString(file.resolveSibling("initialized"), "token " + Primary.fencingToken());
        while (!Primary.awaitPrimary(Duration.ofMillis(200))) {
            Files.writeString(file.resolveSibling("waited"), "");
        }
        Files.writeString(file.resolveSibling("epoch"), System.getProperty("baton.epoch"));
        Files.writeString(file.resolveSibling("token"), Long.toString(Primary.fencingToken()));
        App.hold(file);
    }

    private static void joinForEver(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
