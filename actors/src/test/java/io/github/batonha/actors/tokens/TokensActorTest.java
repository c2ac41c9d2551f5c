package io.github.batonha.actors.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.ConsoleSessions;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.tokens.TokensActor.Answer;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes whose messages are handed over, unless one is cut off. */
class TokensActorTest {
    private static final List<String> HOSTS = List.of("NodeA", "NodeB", "NodeC");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration DIGEST = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T12:00:00Z"));
    private final InstantSource clock = now::get;
    private final Map<String, TokenStore> stores = new HashMap<>();
    private final Map<String, ActorRef<TokensActor.Command>> nodes = new ConcurrentHashMap<>();
    private final Set<String> cut = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void start() throws IOException {
        for (var host : HOSTS) {
            start(host);
        }
    }

    private void start(String host) throws IOException {
        var store = TokenStore.open(Files.createDirectories(folder.resolve(host)), clock);
        stores.put(host, store);
        nodes.put(
                host,
                kit.spawn(TokensActor.create(
                        store,
                        host,
                        HOSTS,
                        (to, message) -> deliver(host, to, message),
                        ConsoleSessions.open(System::nanoTime).handOvers())));
    }

    private void deliver(String from, String to, Wire message) {
        var node = nodes.get(to);
        if (node != null && !cut.contains(from) && !cut.contains(to)) {
            switch (message) {
                case TokensActor.Digest digest -> node.tell(digest);
                case TokensActor.Told told -> node.tell(told);
                default -> throw new AssertionError(message);
            }
        }
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private ActorRef<TokensActor.Command> node(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }

    private TokenStore store(String name) {
        return Objects.requireNonNull(stores.get(name));
    }

    private Answer create(String node, String name) {
        var probe = kit.<Answer>createTestProbe();
        node(node).tell(new TokensActor.Create(name, Role.OPERATOR, Duration.ofDays(90), "os:alice", probe.getRef()));
        return probe.receiveMessage(SOON);
    }

    private String created(String node, String name) {
        return ((Answer.Created) create(node, name)).token();
    }

    private Answer revoke(String node, String name) {
        var probe = kit.<Answer>createTestProbe();
        node(node).tell(new TokensActor.Revoke(name, "os:bob", probe.getRef()));
        return probe.receiveMessage(SOON);
    }

    private boolean counts(String node, String token) {
        return store(node).check(token, "10.0.0.9").isPresent();
    }

    private void awaitEverywhere(String token, boolean counts) {
        Await.until(
                "the token to count everywhere: " + counts,
                SOON,
                () -> HOSTS.stream().allMatch(host -> counts(host, token) == counts));
    }

    @Test
    void givenATokenOfOneNode_whenUsedAndRevokedElsewhere_thenAllNodesFollowAtOnce() {
        var token = created("NodeA", "ci");

        awaitEverywhere(token, true);
        assertThat(store("NodeB").check(token, "10.0.0.9")).hasValue(new Caller("token:ci", Role.OPERATOR, "10.0.0.9"));
        assertThat(store("NodeB").check(token + "x", "10.0.0.9")).isEmpty();

        assertThat(revoke("NodeB", "ci")).isInstanceOf(Answer.Revoked.class);
        assertThat(counts("NodeB", token)).isFalse();
        awaitEverywhere(token, false);
        assertThat(revoke("NodeC", "ci")).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void givenANodeThatWasAway_whenItIsBack_thenItLearnsWhatWasRevokedAndWhatIsNew() {
        var old = created("NodeA", "old");
        awaitEverywhere(old, true);
        cut.add("NodeC");
        revoke("NodeA", "old");
        var fresh = created("NodeB", "fresh");
        Await.until("NodeA to know the new one", SOON, () -> counts("NodeA", fresh));
        assertThat(counts("NodeC", old)).isTrue();
        assertThat(counts("NodeC", fresh)).isFalse();

        cut.clear();
        time.timePasses(DIGEST);

        awaitEverywhere(old, false);
        awaitEverywhere(fresh, true);
    }

    @Test
    void givenANodeThatMissedARevocationAndStartsAgain_whenItTells_thenItBringsNothingBack() throws IOException {
        var token = created("NodeA", "ci");
        awaitEverywhere(token, true);
        kit.stop(nodes.remove("NodeC"));
        revoke("NodeA", "ci");
        Await.until("NodeB to refuse", SOON, () -> !counts("NodeB", token));

        start("NodeC");
        time.timePasses(DIGEST);

        awaitEverywhere(token, false);
        assertThat(TokenStore.open(folder.resolve("NodeA"), clock).check(token, ""))
                .isEmpty();
    }

    @Test
    void whenTheFileIsRead_thenItHoldsNoTokenAndOnlyItsOwnerMayReadIt() throws IOException {
        var token = created("NodeA", "ci");
        var file = folder.resolve("NodeA/tokens.json");

        assertThat(token).hasSizeGreaterThan(43);
        assertThat(Files.readString(file)).contains("\"name\":\"ci\"").doesNotContain(token.substring(6));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(TokenStore.open(folder.resolve("NodeA"), clock).check(token, ""))
                .isPresent();

        now.set(now.get().plus(Duration.ofDays(90)));
        assertThat(counts("NodeA", token)).isFalse();
    }

    @Test
    void givenANameInUse_whenAnotherIsMade_thenItIsRefusedUntilTheFirstIsRevoked() {
        created("NodeA", "ci");

        assertThat(create("NodeA", "ci")).isInstanceOf(Answer.Taken.class);
        revoke("NodeA", "ci");
        assertThat(create("NodeA", "ci")).isInstanceOf(Answer.Created.class);
    }

    @Test
    void givenADiskThatRefuses_whenMadeOrRevoked_thenNothingIsMadeAndTheRevokedCountsNoMore() throws IOException {
        var token = created("NodeA", "ci");
        var inTheWay = Files.createDirectories(folder.resolve("NodeA/tokens.json.new/x"));

        assertThat(create("NodeA", "other")).isInstanceOf(Answer.Failed.class);
        assertThat(store("NodeA").tokens().all()).hasSize(1);
        assertThat(revoke("NodeA", "ci")).isInstanceOf(Answer.Failed.class);
        awaitEverywhere(token, false);

        Files.delete(inTheWay);
        time.timePasses(DIGEST);
        Await.until(
                "the revocation to be kept",
                SOON,
                () -> Files.readString(folder.resolve("NodeA/tokens.json")).contains("revokedBy"));
    }

    @Test
    void givenAFileWithALineThatCantBeRead_whenOpened_thenTheOthersCountAndACopyIsKept() throws IOException {
        var token = created("NodeA", "ci");
        var file = folder.resolve("NodeA/tokens.json");
        Files.writeString(file, Files.readString(file) + "{\"hash\":\n");

        assertThat(TokenStore.open(folder.resolve("NodeA"), clock).check(token, ""))
                .isPresent();
        assertThat(folder.resolve("NodeA/tokens.json.unreadable")).exists();
    }
}
