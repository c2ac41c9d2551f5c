package io.github.batonha.actors.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.Logins;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.conf.model.AccessSettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import jdk.net.UnixDomainPrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginSocketTest {
    private static final AgentAddress ADDRESS = new AgentAddress("NodeA", "http://127.0.0.1:8558", 7);
    private static final String NOBODY = "65534";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final Logins logins = new Logins(new byte[32], nanos::get);

    /** Prints what it reads from the socket that is named. */
    public static final class Client {
        private Client() {}

        public static void main(String[] arguments) throws IOException {
            System.out.print(read(Path.of(arguments[0])));
        }

        static String read(Path file) throws IOException {
            try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
                return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
            }
        }
    }

    private final AtomicReference<String> obstacle = new AtomicReference<>("");

    @BeforeEach
    void letOthersIn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void givenTheAgentsUser_whenItConnects_thenItIsAdmin() throws IOException {
        try (var _ = open(AccessSettings.DEFAULT)) {
            var answer = json(Client.read(socket()));

            assertThat(answer.path("node").asText()).isEqualTo("NodeA");
            assertThat(answer.path("url").asText()).isEqualTo("http://127.0.0.1:8558");
            assertThat(logins.check(answer.path("bearer").asText()))
                    .contains(new Caller("os:" + System.getProperty("user.name"), Role.ADMIN, "unix socket"));
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void givenAnAgentThatDoesNotServeHttp_whenAsked_thenThereIsNoLoginForWhoeverListensInItsPlace() throws IOException {
        obstacle.set("the port is taken");
        try (var _ = open(AccessSettings.DEFAULT)) {
            var answer = json(Client.read(socket()));

            assertThat(answer.path("bearer").isNull()).isTrue();
            assertThat(answer.path("refusal").asText()).isEqualTo("the port is taken");

            obstacle.set("");

            assertThat(json(Client.read(socket())).path("bearer").asText()).isNotEmpty();
        }
    }

    @Test
    void givenALogin_whenAMinuteHasPassed_thenItIsWorthNothing() throws IOException {
        try (var _ = open(AccessSettings.DEFAULT)) {
            var bearer = json(Client.read(socket())).path("bearer").asText();
            nanos.addAndGet(60_000_000_000L);

            assertThat(logins.check(bearer)).isEmpty();
        }
    }

    @Test
    void givenAnotherUserWithoutARole_whenItConnects_thenItIsToldSo() throws Exception {
        try (var _ = open(AccessSettings.DEFAULT)) {
            var answer = json(readAsNobody());

            assertThat(answer.path("bearer").isNull()).isTrue();
            assertThat(answer.path("refusal").asText()).isEqualTo("user nobody has no role at the agent of NodeA");
        }
    }

    @Test
    void givenAnotherUserWithARole_whenItConnects_thenItHasThatRole() throws Exception {
        try (var _ = open(new AccessSettings(Map.of("nobody", "operator"), Map.of("nogroup", "viewer")))) {
            var bearer = json(readAsNobody()).path("bearer").asText();

            assertThat(logins.check(bearer)).contains(new Caller("os:nobody", Role.OPERATOR, "unix socket"));
        }
    }

    @Test
    void givenTheSocketOfAnAgentThatWasKilled_whenOpened_thenItIsReplaced() throws IOException {
        try (var stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(socket()).exists();

        try (var _ = open(AccessSettings.DEFAULT)) {
            assertThat(Client.read(socket())).contains("login.");
        }
    }

    @Test
    void givenALongPath_whenOpened_thenTheAgentGoesOnWithoutASocket() throws IOException {
        var deep = Files.createDirectories(folder.resolve("x".repeat(100)));

        try (var _ = LoginSocket.open(deep, ADDRESS, AccessSettings.DEFAULT, logins, obstacle::get)) {
            assertThat(deep.resolve("agent.sock")).doesNotExist();
        }
    }

    @Test
    void givenClientsThatReadNothing_whenAnotherConnects_thenItIsAnswered() throws IOException {
        var silent = new ArrayList<SocketChannel>();
        try (var _ = open(AccessSettings.DEFAULT)) {
            for (var i = 0; i < 200; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket())));
            }

            assertThat(Client.read(socket())).contains("login.");
        } finally {
            for (var client : silent) {
                client.close();
            }
        }
    }

    @Test
    void givenGroupsOfTheFile_whenAskedForTheRole_thenTheHighestCounts() throws IOException {
        var users = FileSystems.getDefault().getUserPrincipalLookupService();
        var file = Files.writeString(
                folder.resolve("group"), "see:x:1:x,nobody\nrun:x:2:nobody\nall:x:3:nobody2\nbroken\n");
        var settings = new AccessSettings(Map.of(), Map.of("see", "viewer", "run", "operator", "all", "admin"));
        var roles = new OsRoles(users.lookupPrincipalByName("0"), users.lookupPrincipalByName("0"), settings, file);
        var group = users.lookupPrincipalByGroupName(NOBODY);

        assertThat(roles.of(new UnixDomainPrincipal(users.lookupPrincipalByName("nobody"), group)))
                .contains(Role.OPERATOR);
        assertThat(roles.of(new UnixDomainPrincipal(users.lookupPrincipalByName("daemon"), group)))
                .isEmpty();
    }

    private Closeable open(AccessSettings settings) {
        return LoginSocket.open(folder, ADDRESS, settings, logins, obstacle::get);
    }

    private Path socket() {
        return folder.resolve("agent.sock");
    }

    private static JsonNode json(String line) throws IOException {
        return new JsonMapper().readTree(line);
    }

    private String readAsNobody() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may become another user");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = Path.of(LoginSocketTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        var client = new ProcessBuilder(List.of(
                        "setpriv",
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        java,
                        "-Xshare:auto",
                        "-cp",
                        classes,
                        Client.class.getName(),
                        socket().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var text = new String(client.getInputStream().readAllBytes(), UTF_8);
        assertThat(client.waitFor()).isZero();
        return text;
    }
}
