package io.github.batonha.actors.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
    private static final Caller ALICE = new Caller("os:alice", Role.OPERATOR, "unix socket");

    private final AtomicLong nanos = new AtomicLong(-7);
    private final Logins logins = logins((byte) 1);
    private final Identities identities = new Identities(
            "NodeA",
            "s3cret",
            Path.of("token"),
            logins,
            CertificateUsers.NONE,
            (_, _) -> Optional.empty(),
            ConsoleSessions.open(System::nanoTime));

    private Logins logins(byte first) {
        var key = new byte[32];
        key[0] = first;
        return new Logins(key, nanos::get);
    }

    @Test
    void givenALogin_whenUsedWithinAMinute_thenItsCallerIsKnown() {
        var login = logins.issue(ALICE);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());

        assertThat(identities.bearer(login, "127.0.0.1")).hasValue(ALICE);

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(identities.bearer(login, "127.0.0.1")).isEmpty();
    }

    @Test
    void givenALoginOfAnotherAgent_whenUsed_thenNobodyIsKnown() {
        assertThat(identities.bearer(logins((byte) 2).issue(ALICE), "127.0.0.1"))
                .isEmpty();
    }

    @Test
    void givenALoginWithAnyCharacterChanged_whenUsed_thenNobodyIsKnown() {
        var login = logins.issue(ALICE);

        // Not the last character of the two parts: it has bits that stand for nothing, so another one may mean the same
        // bytes.
        var end = login.lastIndexOf('.') - 1;
        for (var i = 0; i < login.length() - 1; i++) {
            if (i == end) {
                continue;
            }
            var changed = login.substring(0, i) + (login.charAt(i) == 'A' ? 'B' : 'A') + login.substring(i + 1);
            assertThat(identities.bearer(changed, "127.0.0.1")).as(changed).isEmpty();
        }
        assertThat(identities.bearer("login..", "")).isEmpty();
        assertThat(identities.bearer("login.é.é", "")).isEmpty();
    }

    @Test
    void givenANameWithALineBreak_whenALoginIsIssued_thenItIsRefused() {
        var forged = new Caller("x\nADMIN", Role.VIEWER, "");

        assertThatThrownBy(() -> logins.issue(forged)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givenTheTokenOfAProcess_whenUsed_thenItReachesSessionsAlone() {
        var token = ApplicationTokens.of("s3cret", "FEED");

        assertThat(identities.bearer(token, "127.0.0.1"))
                .hasValue(new Caller("application:FEED", Role.APPLICATION, "127.0.0.1"));
        assertThat(identities.bearer(ApplicationTokens.of("other", "FEED"), "")).isEmpty();
        assertThat(identities.bearer(token.replace("RkVFRA", "T1RIRVI"), "")).isEmpty();
        assertThat(token).doesNotContain("s3cret");
    }

    @Test
    void givenTheAgentsToken_whenUsed_thenItMayDoEverything() {
        assertThat(identities.bearer("s3cret", "127.0.0.1"))
                .hasValue(new Caller("token:agent of NodeA", Role.ADMIN, "127.0.0.1"));
        assertThat(identities.bearer("", "127.0.0.1")).isEmpty();
        assertThat(identities.toString()).doesNotContain("s3cret");
    }

    @Test
    void givenAClaim_whenNamedForTheHistory_thenWhatIsProvenStandsFirst() {
        assertThat(ALICE.by("mallory")).isEqualTo("os:alice for mallory");
        assertThat(ALICE.by(" ")).isEqualTo("os:alice");
    }
}
