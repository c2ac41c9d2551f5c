package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, as operators use it, by TLS. The last test loses a host. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIf(value = "hasBrowser", disabledReason = "there is no Chromium; .ci/run installs it")
class ConsoleIT {
    private static final String A = "127.0.88.1";
    private static final String B = "127.0.88.2";
    private static final String URL_OF_A = "https://" + A + ":8558/console";
    private static final String URL = "https://" + B + ":8558/console";
    private static final String ALICE = "alice@example.com";
    private static final String EVIL = "<img src=x onerror=document.body.id='owned'>";
    private static final Path PICTURES = Path.of("target/console");

    private TestCluster cluster;
    private Browser browser;

    static boolean hasBrowser() {
        return Browser.isInstalled();
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        var home = ConsoleHome.create(folder, Map.of("NodeA", A, "NodeB", B), ALICE);
        cluster = TestCluster.in(home);
        cluster.install("NodeA");
        Certified.node(home, "NodeA");
        Certified.node(home, "NodeB");
        cluster.startAndAwait("NodeA", "NodeB");
        browser = Browser.open(BrowserHome.in(folder.resolve("user")).trusting(authorities()));
        cluster.awaitSeen("NodeB", "NodeA", "UP");
        cluster.awaitHealthy("NodeA", "GATEWAY");
        cluster.awaitHealthy("NodeB", "GATEWAY");
    }

    private Path authorities() {
        return cluster.home("NodeB").resolve("certificates/NodeB/ca.pem");
    }

    @AfterAll
    void end() {
        try {
            browser.close();
        } finally {
            cluster.close();
        }
    }

    @BeforeEach
    void open() {
        browser.forget();
        browser.go("about:blank");
        browser.go(URL);
    }

    /** A token of that name and role, made by an administrator. */
    private String token(String name, String role) {
        var body = "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role);
        var answer = cluster.curl("NodeB", "/api/v1/tokens", "-H", "Content-Type: application/json", "-d", body)
                .orFail();
        return answer.out().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1").strip();
    }

    private void logIn(String name, String role) {
        browser.type("#token", token(name, role));
        browser.click("form button.primary");
        browser.awaitText("#who", "token:" + name);
        browser.awaitText("#connection", "Live");
    }

    @Test
    @Order(1)
    void givenAnOperator_whenLoggedIn_thenProcessesAreSeenStoppedAndStartedAndAKillShowsAtOnce() throws IOException {
        browser.type("#token", "baton_wrong");
        browser.click("form button.primary");
        browser.awaitText("#login-problem", "obody is known by this token");
        browser.script("document.getElementById('token').value = ''");
        logIn("olga", "operator");
        assertThat(browser.cookies()).singleElement().satisfies(cookie -> {
            assertThat(cookie.getName()).isEqualTo("baton-console-NodeB");
            assertThat(cookie.isSecure() && cookie.isHttpOnly()).isTrue();
            assertThat(cookie.getSameSite()).isEqualTo("Strict");
        });
        browser.awaitText(".nodes", "NodeA");
        browser.awaitText("table", "GATEWAY");
        browser.awaitText("section.findings", "No node is the primary");

        browser.view("#/process/NodeA/GATEWAY");
        browser.awaitText("h1", "HEALTHY");
        browser.click("#stop");
        browser.click("dialog #confirm");
        browser.awaitText("h1", "STOPPED");
        browser.awaitText(".progress", "done");
        browser.awaitText("section.findings", "GATEWAY on NodeA is stopped");
        browser.awaitText(".events", "STOPPED");
        browser.click("#start");
        browser.awaitText("h1", "HEALTHY");
        browser.click("#rolling");
        browser.click("dialog #confirm");
        browser.awaitThat("both nodes restarted", () -> browser.count(".step.done") == 2);
        browser.awaitText(".progress", "ready as pid");

        browser.view("#/process/NodeA/FEED");
        browser.awaitText("h1", "FEED");
        browser.awaitText("#log", "of FEED");
        var pid = cluster.process("NodeA", "FEED").path("pid").asText();
        browser.awaitText(".facts", pid);
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
        browser.awaitThat("another PID", () -> {
            var facts = browser.text(".facts");
            return facts.contains("PID") && !facts.contains(pid);
        });
        browser.awaitText(".events", "killed by SIGKILL");
        browser.awaitText(".usage", "What it took");
        browser.awaitText("#probes", "Ready.");
        browser.awaitText("#probes", "Liveness exec true");
        browser.awaitText("#probes", "passed");
        browser.clickText("button", "threads.txt");
        browser.awaitText("#evidence-text", "at <img src=x");
        browser.script("scrollTo(0, 0)");
        browser.picture(
                PICTURES.resolve("killed.png"),
                "FEED",
                "HEALTHY",
                "Restart on each node…",
                "What happened",
                "killed by SIGKILL");
        goOnAt(URL_OF_A, "/process/NodeA/FEED");
        browser.awaitText("#who", "token:olga");
        browser.awaitText("h1", "FEED");
        browser.awaitText(".top .name", "as NodeA sees it");
        assertThat(browser.complaints())
                .filteredOn(line -> !line.contains("status of 401"))
                .isEmpty();
    }

    /** By the ticket that the page has for the day when its agent is lost. */
    private void goOnAt(String console, String view) {
        var ticket = browser.awaited(
                "const done = arguments[0]; fetch('/api/v1/console/hand-over').then(answer => answer.json()).then(all => done(all.tickets[0].text));");
        browser.go("about:blank");
        browser.go(console + "#login=" + ticket + view);
    }

    @Test
    @Order(2)
    void givenTextsThatAreHtml_whenShown_thenTheyAreText() throws IOException {
        logIn("xavier", "admin");
        browser.view("#/process/NodeB/REPORT");
        browser.click("#start");
        browser.awaitText("#why", "onerror=document.body.id=2> of REPORT");
        browser.awaitText(".events", "<img src=x");
        browser.click("#stream");
        browser.script("const s = document.getElementById('stream'); s.value = 'err'; s.onchange({target: s})");
        browser.awaitText("#log", "<img src=x onerror=document.body.id=2> of REPORT");
        browser.view("#/cluster");
        browser.awaitText("section.findings", "<img src=x");

        browser.view("#/primary");
        browser.click("input[value=NodeA]");
        browser.type("#reason", EVIL);
        browser.click("#check");
        browser.awaitText("#verdict", "NodeA can become the primary");
        browser.click("#set-primary");
        browser.awaitText("h1", "Primary NodeA");
        browser.awaitText(".history", EVIL);
        browser.script("scrollTo(0, 0)");
        browser.picture(PICTURES.resolve("html-as-text.png"), "Primary NodeA", "onerror=document.body.id='owned'>");

        browser.view("#/operations");
        browser.awaitText("#sessions", "yes");
        drainWithAUser();

        assertThat(browser.has("img")).isFalse();
        assertThat(browser.script("return document.body.id")).isEqualTo("");
        assertThat(browser.complaints()).isEmpty();
    }

    /** The page counts who is left: first of the drain that it ordered, then of one that another page did. */
    private void drainWithAUser() throws IOException {
        var left = "1 connection of a user is open (127.0.0.1 to WEB)";
        try (var user = new Socket(InetAddress.getByName(B), ConsoleHome.PORT)) {
            assertThat(user.isConnected()).isTrue();
            browser.click("button[aria-label='Drain NodeB']");
            browser.click("dialog #confirm");
            browser.awaitText("tbody", left);
            browser.picture(PICTURES.resolve("drain.png"), left, "Undrain", "Drain NodeB", "running");
            browser.go("about:blank");
            browser.go(URL + "#/operations");
            browser.awaitText("tbody", left);
            assertThat(browser.has(".progress")).isFalse();
        }
        browser.awaitText("main", "none: drained");
        browser.click("button[aria-label='Undrain NodeB']");
        browser.awaitText("main", "welcome");
    }

    /** On one node, so that they differ; then on the other. */
    @Test
    @Order(3)
    void givenARevisionIsInstalled_whenItIsAppliedOnThePage_thenItShowsWhatChangesAndHowFarItIs() throws IOException {
        var home = cluster.home("NodeA");
        Files.writeString(
                home.resolve("conf/light-processes.xml"),
                ConsoleHome.PROCESSES.replace(
                        "<command>sh -c 'exec sleep 100000'", "<command>sh -c 'exec sleep 200000'"));
        cluster.install("NodeA");
        logIn("anna", "admin");
        browser.view("#/operations");
        browser.awaitText("main", "run the same revision");
        browser.click(".choice:nth-of-type(2) input");
        browser.click("#plan");
        browser.awaitText("#plans del", "100000");
        browser.awaitText("#plans ins", "200000");
        browser.awaitText("#plans", "restart: its command line changed");
        browser.script("document.getElementById('plans').scrollIntoView()");
        browser.picture(
                PICTURES.resolve("plan.png"),
                "100000",
                "200000",
                "restart: its command line changed",
                "Apply exactly this");
        browser.type("#apply-reason", "longer sleep");
        browser.click("#apply");
        browser.click("dialog #confirm");
        browser.awaitThat("NodeA applied", () -> browser.count(".step.done") == 1);
        browser.awaitText("main", "From NodeA to NodeB");
        browser.awaitText(".diff ins", "100000");
        assertThat(cluster.baton("NodeA", "events").orFail().out()).contains("longer sleep");

        browser.click(".choice:nth-of-type(2) input");
        browser.click("#plan");
        browser.awaitText("#plans", "it runs from what is installed");
        browser.click("#apply");
        browser.click("dialog #confirm");
        browser.awaitThat("both applied", () -> browser.count(".step.done") == 2);
        browser.awaitText("main", "run the same revision");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(4)
    void givenAViewer_whenLoggedIn_thenNothingIsOfferedAndTheAgentRefuses() throws IOException {
        logIn("vera", "viewer");
        browser.view("#/process/NodeA/GATEWAY");
        browser.awaitText("main", "needs the role operator");
        assertThat(browser.has("#stop")).isFalse();
        browser.picture(
                PICTURES.resolve("viewer.png"),
                "token:vera",
                "viewer",
                "starting and stopping needs the role operator");
        browser.view("#/primary");
        browser.awaitText("main", "needs the role admin");
        assertThat(browser.has("#check")).isFalse();
        browser.view("#/operations");
        browser.awaitText("main", "needs the role operator");
        assertThat(browser.has("main button")).isFalse();
        assertThat(browser.complaints()).isEmpty();

        var status = browser.awaited("""
                fetch('/api/v1/operations', {method: 'POST', headers: {'Baton-Console': '1', 'Content-Type': 'application/json'},
                    body: '{"action":"STOP","scope":"PROCESS","name":"GATEWAY"}'}).then(answer => arguments[0](answer.status));""");
        assertThat(status).isEqualTo(403L);
        assertThat(cluster.process("NodeB", "GATEWAY").path("status").asText()).isEqualTo("HEALTHY");

        browser.click("#logout");
        browser.awaitText("main", "Log in");
        var link = cluster.baton("NodeB", "console")
                .orFail()
                .out()
                .lines()
                .findFirst()
                .orElseThrow();
        assertThat(link).startsWith(URL + "#login=");
        browser.go(link);
        browser.awaitText("#who", "os:");
        browser.awaitText("#connection", "Live");
        assertThat(browser.script("return location.href")).isEqualTo(URL);
        browser.click("#logout");
        browser.awaitText("main", "Log in");
        browser.go(link);
        browser.awaitText("#login-problem", "This link has been used");
    }

    @Test
    @Order(5)
    void whenEachViewIsLookedAt_thenItIsAccessibleAndFitsOnAPhone() throws IOException {
        assertThat(browser.accessibility()).isEmpty();
        logIn("axel", "admin");
        browser.view("#/operations");
        browser.awaitText("h1", "Operations");
        browser.keys("/");
        browser.awaitThat(
                "the search has the focus", () -> "search".equals(browser.script("return document.activeElement.id")));
        browser.keys("GATE");
        browser.awaitThat("the search to find", () -> !browser.text("table").contains("FEED"));
        browser.script("document.activeElement.blur()");
        manyRowsAreDrawnWhereTheyAreSeen();
        browser.keys("gp");
        browser.awaitText("h1", "rimary");
        for (var view : List.of("cluster", "primary", "operations", "node/NodeA", "process/NodeA/FEED")) {
            browser.view("#/" + view);
            browser.awaitText("h1", view.contains("/") ? view.substring(view.lastIndexOf('/') + 1) : "");
            for (var colours : List.of("light", "dark")) {
                browser.colours(colours);
                assertThat(browser.accessibility()).as("%s, %s", view, colours).isEmpty();
            }
            browser.picture(PICTURES.resolve(view.replace('/', '-') + ".png"), contentOf(view));
            browser.width(390);
            assertThat(browser.script(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as("what %s has beyond the width", view)
                    .isEqualTo(0L);
            browser.picture(PICTURES.resolve(view.replace('/', '-') + "-narrow.png"), "Live", "token:axel");
            browser.width(1280);
        }
        assertThat(browser.complaints()).isEmpty();
    }

    /** What one must see at first in each view, without scrolling. */
    private static String[] contentOf(String view) {
        return switch (view) {
            case "cluster" -> new String[] {"NodeA", "NodeB", "GATEWAY", "MARKET", "HEALTHY", "Needs a look"};
            case "primary" -> new String[] {"Primary NodeA", "xavier", "Epoch", "Guard", "Make a node the primary"};
            case "operations" -> new String[] {"Users of a node", "welcome", "User sessions", "In sync"};
            case "node/NodeA" -> new String[] {"NodeA", "PRIMARY", "Restarts", "GATEWAY", "HEALTHY"};
            default -> new String[] {"FEED", "HEALTHY", "Stop…", "PID", "What happened"};
        };
    }

    /** The page is given rows that no agent has, for the moment of one script. */
    private void manyRowsAreDrawnWhereTheyAreSeen() throws IOException {
        browser.script("const s = document.getElementById('search'); s.value = ''; s.oninput({target: s})");
        var seen = browser.awaited(Files.readString(Path.of("resources/many-rows.js")));
        assertThat((List<?>) seen).isEqualTo(List.of(true, true, true, "P1 on N1: HEALTHY", "c", true, true));
    }

    @Test
    @Order(6)
    void givenACertificateInTheBrowser_whenTheConsoleIsOpened_thenItsUserIsKnownWithoutALogInAndActs(
            @TempDir Path folder) throws IOException {
        browser.awaitText("#by-certificate", "A certificate of this system needs no token");
        assumeTrue(BrowserHome.hasTools(), "there is no certutil, pk12util or openssl; .ci/run installs them");
        assumeTrue(PartitionIT.isRoot(), "a policy of the browser needs root, which CI has");
        var user = BrowserHome.in(folder)
                .trusting(authorities())
                .with(Certified.user(cluster.home("NodeB"), ALICE), "https://" + B + ":8558");
        try (var hers = Browser.open(user)) {
            hers.go(URL + "#/process/./GATEWAY");
            hers.awaitText("#who", "certificate:" + ALICE);
            hers.awaitText(".who", "operator");
            hers.awaitText("#connection", "Live");
            assertThat(hers.script("return location.hash")).isEqualTo("#/process/NodeB/GATEWAY");
            hers.picture(PICTURES.resolve("certificate.png"), "certificate:" + ALICE, "GATEWAY", "Restart…");
            assertThat(hers.has("#logout")).isFalse();
            hers.click("#restart");
            hers.click("dialog #confirm");
            hers.awaitText(".progress", "done");
            assertThat(hers.cookies()).isEmpty();
            assertThat(hers.complaints()).isEmpty();
        }
    }

    @Test
    @Order(7)
    void givenThePrimaryIsLost_whenItIsConfirmedDownOnThePage_thenTheOtherNodeTakesOver() throws IOException {
        browser.go(URL_OF_A);
        logIn("ada", "admin");
        cluster.curl(
                        "NodeB",
                        "/api/v1/operations",
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        "{\"action\":\"STOP\",\"scope\":\"PROCESS\",\"name\":\"REPORT\"}")
                .orFail();
        thePageOfAHungAgentGoesOnAtTheOtherNode();
        cluster.killHost("NodeA");
        browser.awaitText("section.findings", "The primary, NodeA, is silent for");
        browser.awaitText(".node.silent", "last heard");
        browser.picture(
                Boolean.getBoolean("baton.write-docs")
                        ? Distribution.project().resolve("docs/pictures/console.png")
                        : PICTURES.resolve("lost.png"),
                "The primary, NodeA, is silent for",
                "Check what a change of the primary would do",
                "last heard",
                "SILENT",
                "CONSOLIDATOR");
        browser.click("section.findings a");

        browser.click("#check");
        browser.awaitText("#verdict", "host-silent");
        browser.type("#typed-NodeA", "NodeB");
        assertThat(browser.script("return document.querySelector('.way button').disabled"))
                .isEqualTo(true);
        browser.script("const t = document.getElementById('typed-NodeA'); t.value = ''; t.oninput({target: t})");
        browser.type("#typed-NodeA", "NodeA");
        browser.picture(
                PICTURES.resolve("confirm.png"),
                "host-silent",
                "Confirm NodeA down",
                "Type NodeA to confirm it down",
                "Check with this");
        browser.click(".way button");
        browser.awaitText("#verdict", "NodeB can become the primary");
        browser.click("#set-primary");
        browser.awaitText("h1", "Primary NodeB");
        browser.awaitText(".history", "Confirmed down: NodeA");
        eventually(
                "the consolidator on NodeB",
                ofSeconds(60),
                () -> cluster.process("NodeB", "CONSOLIDATOR")
                        .path("status")
                        .asText()
                        .equals("HEALTHY"));
        browser.script("scrollTo(0, 0)");
        browser.picture(PICTURES.resolve("taken-over.png"), "Primary NodeB", "On the word that these were down");
        browser.script("document.querySelector('.history details').open = true");
        browser.script("document.querySelector('.history').scrollIntoView()");
        browser.picture(PICTURES.resolve("history.png"), "Confirmed down: NodeA", "Phases");
        assertThat(browser.count(".history details[open] .bar")).isPositive();
        assertThat(browser.complaints())
                .filteredOn(line -> !line.contains("status of 409"))
                .isEmpty();

        cluster.killAgent("NodeB");
        browser.awaitText(".banner", "NodeB does not answer");
        assertThat(browser.text(".banner a")).isEqualTo("NodeA");
    }

    /** Not while a question is open, nor while something is typed. */
    private void thePageOfAHungAgentGoesOnAtTheOtherNode() throws IOException {
        browser.view("#/process/NodeB/GATEWAY");
        browser.type("#log-search", "GATE");
        browser.click("#stop");
        Commands.run(List.of("kill", "-STOP", Long.toString(cluster.agentPid("NodeA"))), Map.of())
                .orFail();
        browser.awaitText("#connection", "Stale");
        browser.awaitText("#going", "NodeB answers. This page stays, because a question is open.");
        browser.picture(PICTURES.resolve("question.png"), "Stop GATEWAY on NodeB?", "Cancel", "Stop GATEWAY");
        browser.clickText("dialog button", "Cancel");
        browser.awaitText("#going", "This page stays, because something is typed.");
        browser.script("scrollTo(0, 0)");
        browser.picture(PICTURES.resolve("stale.png"), "Stale", "NodeA says nothing", "This page stays", "Go on at");
        assertThat(browser.accessibility()).isEmpty();
        browser.script("const s = document.getElementById('log-search'); s.value = ''; s.oninput({target: s})");
        browser.awaitText("#moved", "This page went on here by itself: NodeA did not answer");
        browser.awaitText("#who", "token:ada");
        browser.awaitText(".top .name", "as NodeB sees it");
        assertThat(browser.script("return location.href")).isEqualTo(URL + "#/process/NodeB/GATEWAY");
        assertThat(browser.accessibility()).isEmpty();
        browser.clickText("#moved button", "Dismiss");
        assertThat(browser.text("#moved")).isEmpty();
        browser.view("#/cluster");
    }
}
