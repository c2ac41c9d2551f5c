package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.supervision.os.ProcStat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentFilesTest {
    @TempDir
    Path directory;

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void givenNoToken_whenRead_thenOneIsMadeForTheOwnerAndKept() throws IOException {
        var token = AgentToken.readOrMake(directory);

        assertThat(token).hasSizeGreaterThan(40);
        assertThat(mode(AgentToken.file(directory))).isEqualTo("rw-------");
        assertThat(AgentToken.readOrMake(directory)).isEqualTo(token);
    }

    @Test
    void givenATokenThatOthersCouldRead_whenRead_thenANewOneIsMade() throws IOException {
        var token = AgentToken.readOrMake(directory);
        Files.setPosixFilePermissions(AgentToken.file(directory), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(AgentToken.readOrMake(directory)).isNotEqualTo(token);
        assertThat(mode(AgentToken.file(directory))).isEqualTo("rw-------");
    }

    @Test
    void givenAnAgent_whenAnotherOneIsStarted_thenTheRefusalNamesThePidOfTheFirst() throws IOException {
        try (var _ = AgentLock.take(directory, "NodeA")) {
            assertThatThrownBy(() -> AgentLock.take(directory, "NodeA"))
                    .isInstanceOf(AgentRefusal.class)
                    .hasMessageContaining("NodeA")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
        }
        AgentLock.take(directory, "NodeA").close();
    }

    @Test
    void givenAnAddress_whenWritten_thenItReadsBackAsJson() throws IOException {
        var pid = ProcessHandle.current().pid();
        var start = ProcStat.of(pid).orElseThrow().startTicks();

        AddressFile.write(directory, new AgentAddress("NodeA", "http://127.0.0.1:8558", pid), Optional.empty());

        assertThat(directory.resolve("agent.json"))
                .content()
                .isEqualTo("{\"node\":\"NodeA\",\"url\":\"http://127.0.0.1:8558\",\"pid\":%d,\"start\":%d}\n"
                        .formatted(pid, start));
    }

    @Test
    void givenAPortInUse_whenChecked_thenTheRefusalNamesItAndTheItem() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var host = new HostDefinition("NodeA", "127.0.0.1", taken.getLocalPort(), 0, FenceCommand.NONE);

            assertThatThrownBy(() -> Ports.check(host))
                    .isInstanceOf(AgentRefusal.class)
                    .hasMessageContaining("127.0.0.1:%d".formatted(taken.getLocalPort()))
                    .hasMessageContaining("ClusterPort");
        }
    }

    @Test
    void givenAPortForHttpInUse_whenChecked_thenTheAgentMayStart() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var host = new HostDefinition("NodeA", "127.0.0.1", 0, taken.getLocalPort(), FenceCommand.NONE);

            assertThatCode(() -> Ports.check(host)).doesNotThrowAnyException();
        }
    }

    @Test
    void givenAnAddressOfAnotherMachine_whenChecked_thenTheRefusalNamesIt() {
        var host = new HostDefinition("NodeA", "192.0.2.1", 0, 8558, FenceCommand.NONE);

        assertThatThrownBy(() -> Ports.check(host))
                .isInstanceOf(AgentRefusal.class)
                .hasMessageContaining("192.0.2.1");
    }
}
