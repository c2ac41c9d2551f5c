package io.github.batonha.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.client.sessions.Replicate;
import io.github.batonha.client.sessions.Sessions;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real Tomcats that share nothing but the agent. */
class SharedSessionFilterTest {

    @TempDir
    Path folder;

    private final List<Tomcat> containers = new ArrayList<>();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private Optional<FakeAgent> agent = Optional.empty();

    /** Does what its path says. */
    private static final class Application extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (request.getServletPath()) {
                case "/count" -> count(request, response);
                case "/list" -> list(request, response);
                case "/login" ->
                    response.getWriter().print(request.getSession().getId() + " " + request.changeSessionId());
                case "/logout" -> request.getSession().invalidate();
                case "/large" -> large(request, response);
                case "/redirect" -> {
                    request.getSession().setAttribute("seen", true);
                    response.sendRedirect("/peek");
                }
                case "/peek" -> response.getWriter().print(request.getSession().getAttribute("seen"));
                default -> response.getWriter().print(request.getSession(false) == null ? "nobody" : "somebody");
            }
        }

        private static void count(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var session = request.getSession();
            var before = (Integer) session.getAttribute("count");
            session.setAttribute("count", before == null ? 1 : before + 1);
            response.getWriter().print(session.getAttribute("count"));
        }

        @SuppressWarnings("unchecked")
        private static void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var session = request.getSession();
            var items = (ArrayList<String>) session.getAttribute("items");
            if (items == null) {
                items = new ArrayList<>();
                session.setAttribute("items", items);
            }
            items.add("item");
            response.getWriter().print(items.size());
        }

        private static void large(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getSession().setAttribute("before", "the first byte");
            response.getWriter().print("x".repeat(200_000));
        }
    }

    @BeforeEach
    void start() throws Exception {
        agent = Optional.of(new FakeAgent());
        container();
        container();
    }

    private void container() throws Exception {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        var context = tomcat.addContext("", folder.toString());
        var filter = new FilterDef();
        filter.setFilterName("sessions");
        filter.setFilter(
                new SharedSessionFilter(Sessions.of(agent().access(), Replicate.ONE_OTHER, Duration.ofSeconds(5))));
        context.addFilterDef(filter);
        var map = new FilterMap();
        map.setFilterName("sessions");
        map.addURLPattern("/*");
        context.addFilterMap(map);
        Tomcat.addServlet(context, "application", new Application());
        for (var path : List.of("/count", "/list", "/login", "/logout", "/large", "/redirect", "/peek", "/who")) {
            context.addServletMappingDecoded(path, "application");
        }
        tomcat.getConnector();
        tomcat.start();
        containers.add(tomcat);
    }

    @AfterEach
    void stop() throws Exception {
        for (var tomcat : containers) {
            tomcat.stop();
            tomcat.destroy();
        }
        agent().close();
    }

    private FakeAgent agent() {
        return agent.orElseThrow();
    }

    private HttpResponse<String> get(int container, String path) throws Exception {
        var port = containers.get(container).getConnector().getLocalPort();
        return browser.send(
                HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(port, path)))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void givenTwoContainers_whenAUserGoesBackAndForth_thenTheCounterGoesOn() throws Exception {
        for (var click = 1; click <= 6; click++) {
            assertThat(get(click % 2, "/count").body()).isEqualTo(Integer.toString(click));
        }
    }

    @Test
    void givenAListChangedInPlace_whenReadElsewhere_thenTheChangeIsThere() throws Exception {
        assertThat(get(0, "/list").body()).isEqualTo("1");
        assertThat(get(0, "/list").body()).isEqualTo("2");
        assertThat(get(1, "/list").body()).isEqualTo("3");
    }

    @Test
    void givenALogIn_whenTheIdIsChanged_thenTheOldOneIsGoneAndTheSessionIsNot() throws Exception {
        get(0, "/count");
        var ids = get(0, "/login").body().split(" ", -1);

        assertThat(ids[0]).isNotEqualTo(ids[1]);
        assertThat(agent().sessions()).containsOnlyKeys(ids[1]);
        assertThat(get(1, "/count").body()).isEqualTo("2");
    }

    @Test
    void givenALogOut_whenAskedElsewhere_thenNobodyIsThere() throws Exception {
        get(0, "/count");
        get(0, "/logout");

        assertThat(agent().sessions()).isEmpty();
        assertThat(get(1, "/who").body()).isEqualTo("nobody");
    }

    @Test
    void givenAnAnswerLargerThanTheBuffer_whenItsFirstByteArrives_thenTheSessionIsSaved() throws Exception {
        var port = containers.get(0).getConnector().getLocalPort();
        var answer = browser.send(
                HttpRequest.newBuilder(URI.create("http://localhost:%d/large".formatted(port)))
                        .build(),
                BodyHandlers.ofInputStream());
        try (var body = answer.body()) {
            assertThat(body.read()).isEqualTo('x');
            assertThat(agent().sessions().values())
                    .singleElement()
                    .satisfies(session -> assertThat(session.attributes()).containsKey("before"));
            assertThat(body.readAllBytes()).hasSize(199_999);
        }
    }

    @Test
    void givenARedirect_whenFollowedElsewhere_thenWhatWasSetIsThere() throws Exception {
        assertThat(get(0, "/redirect").statusCode()).isEqualTo(302);

        assertThat(get(1, "/peek").body()).isEqualTo("true");
    }

    @Test
    void givenNoUseOfTheSession_whenRequested_thenTheAgentIsNotAsked() throws Exception {
        assertThat(get(0, "/who").body()).isEqualTo("nobody");

        assertThat(agent().requests).isEmpty();
    }

    @Test
    void givenAForgedId_whenRequested_thenItIsNoSession() throws Exception {
        var port = containers.get(0).getConnector().getLocalPort();
        var plain = HttpClient.newHttpClient();
        for (var id : List.of("../../mon", "x", "%s".formatted("9".repeat(32)))) {
            var answer = plain.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:%d/who".formatted(port)))
                            .header("Cookie", "BATONSESSION=" + id)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("nobody");
        }
    }
}
