package io.github.batonha.actors.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.access.ProxyUsers.Asked;
import io.github.batonha.actors.access.ProxyUsers.Finding;
import io.github.batonha.conf.model.ProxySettings;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyUsersTest {
    private static final ProxySettings SETTINGS = new ProxySettings(
            List.of("10.0.0.5", "2001:db8::5", "127.0.0.1"),
            "X-Forwarded-User",
            "X-Forwarded-Groups",
            Map.of("alice", "operator", "FIRM\\bob", "admin"),
            Map.of("ops", "operator", "Domain Admins", "admin", "see", "viewer"),
            false);

    private final ProxyUsers users = new ProxyUsers(SETTINGS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice              |                     | OPERATOR",
                "alice              | see                 | OPERATOR",
                "alice              | see , Domain Admins | ADMIN",
                "FIRM\\bob          |                     | ADMIN",
                "carol@example.com  | see,nothing         | VIEWER",
                "carol@example.com  | SEE                 | ANONYMOUS",
                "ops                |                     | ANONYMOUS",
                "Alice              |                     | ANONYMOUS",
                "root               | root                | ANONYMOUS",
            })
    void givenAListedProxy_whenItNamesAUser_thenItsHighestRoleCounts(String user, String groups, Role role) {
        var found = users.find(asked("10.0.0.5", List.of(user), groups == null ? List.of() : List.of(groups)));

        assertThat(found).isEqualTo(new Finding.User(new Caller("proxy:" + user, role, "10.0.0.5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.6", "10.0.0.50", "::1", "2001:db8::6"})
    void givenAnAddressThatIsNotListed_whenItNamesAUser_thenItIsForbidden(String address) {
        var found = users.find(asked(address, List.of("alice"), List.of()));

        assertThat(found).isInstanceOfSatisfying(Finding.Refused.class, refused -> {
            assertThat(refused.isForbidden()).isTrue();
            assertThat(refused.why()).contains("is no proxy that may name a user", "X-Forwarded-User: alice");
        });
    }

    @Test
    void givenNoAddress_whenItNamesGroupsAlone_thenItIsForbidden() {
        var found = users.find(new Asked(Optional.empty(), false, List.of(), List.of("ops"), false));

        assertThat(found)
                .isInstanceOfSatisfying(
                        Finding.Refused.class,
                        refused -> assertThat(refused.isForbidden()).isTrue());
    }

    @Test
    void givenAnotherSpellingOfAListedAddress_whenItNamesAUser_thenItIsTheProxy() {
        assertThat(users.find(asked("2001:0db8:0:0:0:0:0:5", List.of("alice"), List.of())))
                .isInstanceOf(Finding.User.class);
        assertThat(users.find(asked("::ffff:10.0.0.5", List.of("alice"), List.of())))
                .isInstanceOf(Finding.User.class);
    }

    @Test
    void givenAProxyOnThisHost_whenLocalUsersAreNotTrusted_thenItIsForbidden() {
        var here = new Asked(Optional.of(InetAddress.ofLiteral("10.0.0.5")), true, List.of("alice"), List.of(), false);

        assertThat(users.find(here))
                .isInstanceOfSatisfying(
                        Finding.Refused.class,
                        refused -> assertThat(refused.remedy()).contains("trust-local-users"));

        var trusting = new ProxyUsers(new ProxySettings(
                SETTINGS.from(),
                SETTINGS.userHeader(),
                SETTINGS.groupsHeader(),
                SETTINGS.users(),
                SETTINGS.groups(),
                true));
        assertThat(trusting.find(here)).isInstanceOf(Finding.User.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice,mallory",
                "alice mallory",
                "alice\tx",
                "alice\u001b[31m",
                "alice\u0000",
                "alice\nX: y",
                "\u00e4lice",
                "\u202eecila",
                "(null)",
                "<script>"
            })
    void givenAListedProxy_whenTheNameCantBeOne_thenItIsRefusedOnOneLine(String user) {
        var found = users.find(asked("10.0.0.5", List.of(user), List.of()));

        assertThat(found).isInstanceOfSatisfying(Finding.Refused.class, refused -> {
            assertThat(refused.isForbidden()).isFalse();
            assertThat(refused.why()).matches("[ -~]+");
        });
    }

    @Test
    void givenAListedProxy_whenTheNameIsTooLong_thenItIsRefusedBriefly() {
        assertThat(users.find(asked("10.0.0.5", List.of("a".repeat(201)), List.of())))
                .isInstanceOfSatisfying(
                        Finding.Refused.class,
                        refused -> assertThat(refused.why()).hasSizeLessThan(300));
    }

    @Test
    void givenAHeaderTwice_whenRead_thenItIsRefusedAlsoIfBothAreEqual() {
        assertRefused(asked("10.0.0.5", List.of("alice", "alice"), List.of()));
        assertRefused(asked("10.0.0.5", List.of("", "alice"), List.of()));
        assertRefused(asked("10.0.0.5", List.of("alice"), List.of("see", "ops")));
        assertRefused(asked("10.0.0.5", List.of(), List.of("ops")));
    }

    @Test
    void givenATokenToo_whenTheProxyNamesAUser_thenItIsRefused() {
        assertRefused(
                new Asked(Optional.of(InetAddress.ofLiteral("10.0.0.5")), false, List.of("alice"), List.of(), true));
    }

    @Test
    void givenAnEmptyHeaderOrNone_whenTheProxyAsks_thenItIsNobody() {
        assertThat(users.find(asked("10.0.0.5", List.of(""), List.of("")))).isEqualTo(new Finding.Nobody());
        assertThat(users.find(asked("10.0.0.6", List.of(), List.of()))).isEqualTo(new Finding.Nobody());
    }

    @Test
    void givenNoProxies_whenSomebodySendsTheHeader_thenItMeansNothing() {
        var without = new ProxyUsers(ProxySettings.DEFAULT);

        assertThat(without.find(asked("127.0.0.1", List.of("alice"), List.of())))
                .isEqualTo(new Finding.Nobody());
    }

    private void assertRefused(Asked asked) {
        assertThat(users.find(asked))
                .isInstanceOfSatisfying(
                        Finding.Refused.class,
                        refused -> assertThat(refused.isForbidden()).isFalse());
    }

    private static Asked asked(String peer, List<String> users, List<String> groups) {
        return new Asked(Optional.of(InetAddress.ofLiteral(peer)), false, users, groups, false);
    }
}
