package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why no agent is found. */
class MissingAgentTest {

    @TempDir
    Path home;

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectories(home.resolve("run/NodeA"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mon", "mon --node nodea", "history", "mon-cluster"})
    void givenAnAgentThatHoldsItsLock_whenItHasNoAddressYet_thenItIsSaidToBeStarting(String words) throws IOException {
        // What an agent before it left: its process is gone.
        Files.writeString(
                directory.resolve("agent.json"), "{\"node\":\"NodeA\",\"url\":\"http://127.0.0.1:1\",\"pid\":0}");
        // Of another process, as the kernel lets a lock go when its own process reads the file.
        var lock = directory.resolve("agent.lock");
        var agent = new ProcessBuilder("flock", lock.toString(), "sleep", "100").start();
        try {
            Files.writeString(lock, agent.pid() + "\n");

            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                var result = new Cli(home).run(words.split(" "));

                assertThat(result.exitCode()).isEqualTo(69);
                assertThat(result.err())
                        .contains("The agent of NodeA is starting: process %d".formatted(agent.pid()))
                        .contains("logs/NodeA/agent.log");
            });
        } finally {
            agent.descendants().forEach(ProcessHandle::destroy);
            agent.destroy();
        }
    }

    @Test
    void givenALockThatNobodyHolds_whenMon_thenNoAgentRuns() throws IOException {
        Files.writeString(
                directory.resolve("agent.lock"), ProcessHandle.current().pid() + "\n");

        assertThat(new Cli(home).run("mon").err()).contains("No agent runs from " + home);
    }

    /** A folder in its place: whoever runs the tests may be allowed to read every file. */
    @ParameterizedTest
    @ValueSource(strings = {"mon", "mon --node NodeA"})
    void givenAnAddressThatCantBeRead_whenMon_thenTheFileAndItsOwnerAreNamed(String words) throws IOException {
        var file = Files.createDirectory(directory.resolve("agent.json"));

        var result = new Cli(home).run(words.split(" "));

        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.err())
                .contains(file + " can't be read by this user")
                .contains(
                        "the user that runs the agent, " + Files.getOwner(file).getName());
    }

    @Test
    void givenAnotherNodeOfTheMachine_whenOneIsNamed_thenTheOtherIsNoReason() throws IOException {
        Files.createDirectory(directory.resolve("agent.json"));

        assertThat(new Cli(home).run("mon", "--node", "NodeB").err()).contains("No agent of node 'NodeB' runs");
    }
}
