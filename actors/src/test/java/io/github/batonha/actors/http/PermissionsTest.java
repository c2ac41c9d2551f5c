package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.Permission;
import io.github.batonha.actors.access.Role;
import io.github.batonha.conf.model.HttpSettings.Anonymous;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each route with each role, and with none, where nothing but health checks is open. */
class PermissionsTest extends RoutesFixture {
    private static final List<String> OUTSIDE_OF_API = List.of(
            "/console",
            "/console/{file}",
            "/metrics",
            "/cluster/members",
            "/cluster/members/{address…}",
            "/cluster/domain-events",
            "/ready",
            "/alive");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    @Override
    Anonymous anonymous() {
        return Anonymous.HEALTH;
    }

    /** Bodies are not JSON, so that nothing is done: a request that is let through is refused for that alone. */
    @ParameterizedTest
    @EnumSource
    void givenARole_whenEachRouteIsAsked_thenItIsLetThroughOrRefused(Role role) throws Exception {
        for (var row : Permission.TABLE) {
            var status = assertThat(status(row.method(), row.path(), role)).as("%s as %s", row, role);
            if (role == Role.ANONYMOUS && row.least() != Role.ANONYMOUS) {
                status.isEqualTo(401);
            } else if (!mayBe(role, row.least())) {
                status.isEqualTo(403);
            } else {
                status.isNotIn(401, 403, 405);
            }
        }
        assertThat(hands.done).isEmpty();
    }

    /** Written out once more: what the table of roles means must not follow from the code that it is to hold. */
    private static boolean mayBe(Role role, Role least) {
        return switch (least) {
            case ANONYMOUS -> true;
            case APPLICATION -> role == Role.APPLICATION || role == Role.ADMIN;
            case VIEWER -> role == Role.VIEWER || role == Role.OPERATOR || role == Role.ADMIN;
            case OPERATOR -> role == Role.OPERATOR || role == Role.ADMIN;
            case ADMIN -> role == Role.ADMIN;
        };
    }

    @Test
    void whenTheRoutesAreCounted_thenTheTableHasEachOfThem() {
        var inTable = Permission.TABLE.stream().map(Permission::path).collect(Collectors.toCollection(TreeSet::new));

        var all = new TreeSet<>(ApiRoutes.PATHS);
        all.addAll(OUTSIDE_OF_API);
        assertThat(inTable).isEqualTo(all);
        assertThat(Permission.TABLE).doesNotHaveDuplicates();
    }

    @Test
    void givenARouteOrMethodWithoutARow_whenAnAdministratorAsks_thenItIsNotServed() throws Exception {
        for (var path : ApiRoutes.PATHS) {
            for (var method : METHODS) {
                var hasRow = Permission.TABLE.stream()
                        .anyMatch(row -> row.path().equals(path) && row.method().equals(method));
                if (!hasRow) {
                    assertThat(status(method, path, Role.ADMIN))
                            .as("%s %s", method, path)
                            .isEqualTo(405);
                }
            }
        }
        assertThat(status("GET", "/api/v1/mon/x", Role.ADMIN)).isEqualTo(404);
    }

    @Test
    void givenTheWrongRole_whenRefused_thenTheAnswerSaysWhichOneIsNeeded() throws Exception {
        var response = send(request("/api/v1/primary")
                .header("Authorization", "Bearer " + login(Role.OPERATOR))
                .POST(BodyPublishers.ofString("{}")));

        assertProblem(response, 403);
        assertThat(json(response).get("detail").asText())
                .isEqualTo("POST /api/v1/primary needs the role admin, and os:alice is operator");
    }

    @Test
    void givenNoRole_whenHealthIsChecked_thenItIsAnswered() throws Exception {
        for (var path : List.of("/health/ready", "/health/status", "/health/live", "/health/secondary")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics/",
                "/cluster/members/",
                "//metrics",
                "/cluster/members/a/b",
                "/cluster/shards/x",
                "/startup"
            })
    void givenAnotherSpellingOrARouteWithoutARow_whenSomebodyAsks_thenItIsNotOpen(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 401);
    }

    private int status(String method, String path, Role role) throws Exception {
        var request = request(path.replaceAll("\\{[a-z…]+}", "NOBODY"))
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("no"));
        if (role != Role.ANONYMOUS) {
            request.header("Authorization", "Bearer " + login(role));
        }
        if (path.equals("/api/v1/console/stream")) {
            var response = client.send(request.build(), BodyHandlers.ofLines());
            response.body().close();
            return response.statusCode();
        }
        if (path.endsWith("/events")) {
            request.uri(URI.create(base + path + "?follow=false"));
        }
        return send(request).statusCode();
    }

    private static String login(Role role) {
        return IDENTITIES.logins().issue(new Caller("os:alice", role, "unix socket"));
    }
}
