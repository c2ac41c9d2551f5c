package baton.actors.http;

import baton.actors.api.Role;
import baton.actors.view.ClusterView;
import baton.actors.view.NodeHealth;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Allow;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/**
 * What load balancers and monitors ask: 200 or 503, with the reason in the body. HEAD and OPTIONS get the same status, for
 * some balancers ask by these.
 */
final class HealthRoutes {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);
    private static final Set<HttpMethod> ALLOWED = Set.of(HttpMethods.GET, HttpMethods.HEAD, HttpMethods.OPTIONS);

    private final AgentApi api;

    /** A row of {@code /health/status}; the names are those that monitors of the seed system read. */
    private record ProcessRow(
            @JsonProperty("PROCESS_NAME") String name,
            @JsonProperty("STATUS") String status,
            @JsonProperty("MESSAGE") String message,
            @JsonProperty("PORT") @Nullable Integer port) {}

    private record RoleHere(
            String node, Role role, @Nullable String primary, long epoch) {}

    private record Verdict(String node, String status, List<String> reasons) {}

    HealthRoutes(AgentApi api) {
        this.api = api;
    }

    Route create() {
        return Directives.pathPrefix(
                "health",
                () -> Directives.concat(
                        check("status", this::status),
                        check("primary", health -> role(health, Role.PRIMARY)),
                        check("secondary", health -> role(health, Role.SECONDARY)),
                        check("live", HealthRoutes::live),
                        check("ready", this::ready)));
    }

    private Route check(String name, Function<NodeHealth, HttpResponse> verdict) {
        return Directives.path(
                name,
                () -> Directives.extractMethod(method -> ALLOWED.contains(method)
                        ? Directives.completeWithFuture(answer(method, verdict))
                        : Directives.complete(notAllowed(method))));
    }

    private CompletionStage<HttpResponse> answer(HttpMethod method, Function<NodeHealth, HttpResponse> verdict) {
        return AskPattern.ask(
                        api.view(),
                        ClusterView.GetHealth::new,
                        ANSWER_WITHIN,
                        api.system().scheduler())
                .thenApply(verdict)
                .exceptionally(_ -> dead())
                .thenApply(response -> method.equals(HttpMethods.OPTIONS)
                        ? HttpResponse.create()
                                .withStatus(response.status())
                                .addHeader(Allow.create(HttpMethods.GET, HttpMethods.HEAD, HttpMethods.OPTIONS))
                        : response);
    }

    private HttpResponse status(NodeHealth health) {
        var rows = health.processes().stream()
                .map(process ->
                        new ProcessRow(process.name(), process.state().inCluster(), process.message(), process.port()))
                .toList();
        return Replies.json(health.isHealthy() ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE, rows);
    }

    private HttpResponse role(NodeHealth health, Role asked) {
        var primary = health.primary();
        return Replies.json(
                primary.role() == asked ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE,
                new RoleHere(health.node(), primary.role(), primary.primary(), primary.epoch()));
    }

    private static HttpResponse live(NodeHealth health) {
        return verdict(health, List.of());
    }

    private HttpResponse ready(NodeHealth health) {
        var reasons = new ArrayList<String>();
        if (health.stopping()) {
            reasons.add("the agent is stopping");
        }
        if (!api.isMember().getAsBoolean() && health.othersHeard() == 0) {
            reasons.add("the agent has not joined the cluster yet, and hears no other node");
        }
        health.processes().stream()
                .filter(process -> !process.isHealthy())
                .map(process -> "%s is %s: %s".formatted(process.name(), process.state(), process.message()))
                .forEach(reasons::add);
        return verdict(health, reasons);
    }

    private static HttpResponse verdict(NodeHealth health, List<String> reasons) {
        return reasons.isEmpty()
                ? Replies.json(new Verdict(health.node(), "UP", reasons))
                : Replies.json(StatusCodes.SERVICE_UNAVAILABLE, new Verdict(health.node(), "DOWN", reasons));
    }

    private HttpResponse dead() {
        return Replies.json(
                StatusCodes.SERVICE_UNAVAILABLE,
                new Verdict(
                        api.definition().self().name(),
                        "DOWN",
                        List.of("the agent did not answer itself within %s".formatted(ANSWER_WITHIN))));
    }

    private static HttpResponse notAllowed(HttpMethod method) {
        return Replies.problem(
                        StatusCodes.METHOD_NOT_ALLOWED,
                        "%s is not for health checks".formatted(method.value()),
                        "use GET, HEAD or OPTIONS")
                .addHeader(Allow.create(HttpMethods.GET, HttpMethods.HEAD, HttpMethods.OPTIONS));
    }
}
