package io.github.batonha.client.app;

import io.github.batonha.client.AwaitsPrimary;
import io.github.batonha.client.Primary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Initializes itself, and works once it is primary: {@code Patient FILE}. */
@AwaitsPrimary
public final class Patient {

    private Patient() {}

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        Files.writeString(file.resolveSibling("initialized"), "token " + Primary.fencingToken());
        while (!Primary.awaitPrimary(Duration.ofMillis(200))) {
            Files.writeString(file.resolveSibling("waited"), "");
        }
        Files.writeString(file.resolveSibling("epoch"), System.getProperty("baton.epoch"));
        Files.writeString(file.resolveSibling("token"), Long.toString(Primary.fencingToken()));
        App.hold(file);
    }
}
