package io.github.batonha.cli;

import static io.github.batonha.cli.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Role;
import io.github.batonha.cli.cluster.ClusterTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScreensTest {

    @TempDir
    Path home;

    FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeA")
                .answering("/api/v1/mon", Golden.read("mon.json"))
                .answering("/api/v1/mon-cluster", Golden.read("mon-cluster.json"))
                .answering("/api/v1/processes", """
                        [{"name":"GENESIS_AUTH_PERMS","description":"Permissions","dependencies":["GENESIS_AUTH_DATASERVER"],
                          "configFiles":["auth-perms.xml"],"monitor":"port 8003 refused at 04:09:59","version":"1.2"}]""");
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @Test
    void givenProcessesInAllStates_whenMonIsPiped_thenThePlainTableOfOperators() {
        var result = new Cli(home).run("mon");

        assertThat(result.exitCode()).isZero();
        assertGolden("mon.txt", result.out());
    }

    @Test
    void givenATerminal_whenMon_thenColoursAsInThePictures() {
        var result = new Cli(home).onTerminal("").run("mon");

        assertGolden("mon-coloured.txt", result.out());
    }

    @Test
    void givenNoColorOnATerminal_whenMon_thenPlain() {
        var result = new Cli(home).onTerminal("").with("NO_COLOR", "1").run("mon");

        assertGolden("mon.txt", result.out());
    }

    @Test
    void givenJson_whenMon_thenThePromisedFieldsAndNoOthers() {
        var result = new Cli(home).run("mon", "--output", "json");

        assertGolden("mon-output.json", result.out());
    }

    @Test
    void givenALostNode_whenMonCluster_thenAsInThePicture() {
        var result = new Cli(home).run("mon-cluster");

        assertGolden("mon-cluster.txt", result.out());
    }

    @Test
    void givenAWarningOfANode_whenShown_thenItIsInEachScreen() {
        var warning = "\"warning\":\"the wall clock of this node jumped by PT2H\",";
        agent.answering("/api/v1/mon", Golden.read("mon.json").replaceFirst("\\{", "{" + warning));
        assertThat(new Cli(home).run("mon").out()).doesNotContain("Warning");

        assertThat(new Cli(home).run("mon").out()).contains("Warning: the wall clock of this node jumped by PT2H.");
        assertThat(new Cli(home).run("mon", "--output", "json").out()).contains("jumped by PT2H");
    }

    @Test
    void givenATerminal_whenMonCluster_thenColoursAsInThePictures() {
        var result = new Cli(home).onTerminal("").run("MonCluster");

        assertGolden("mon-cluster-coloured.txt", result.out());
    }

    @Test
    void givenJsonWithMoreFieldsInAnotherOrder_whenMonCluster_thenThePromisedOnes() {
        var result = new Cli(home).run("mon-cluster", "--output=json");

        assertGolden("mon-cluster-output.json", result.out());
    }

    @Test
    void givenARemarkOfANode_whenMonCluster_thenItStandsBelowTheTableWhileTheNodeIsUp() {
        var up = new MonCluster.NodeView(
                "NodeA", MonCluster.NodeView.State.UP, Role.SECONDARY, 0, List.of(), null, "", "it waits for X");
        var down = new MonCluster.NodeView(
                "NodeB", MonCluster.NodeView.State.DOWN, Role.SECONDARY, 9, List.of(), null, "", "it waits for Y");

        var text = new ClusterTable(false, Integer.MAX_VALUE, Cli.CLOCK).draw(new MonCluster(null, List.of(up, down)));

        assertThat(text).endsWith("\nNodeA: it waits for X.\n").doesNotContain("waits for Y");
    }

    @ParameterizedTest
    @CsvSource({
        "0.2.0, 0.2.0, ''",
        "0.2.0, 0.3.0, 'The nodes run different versions of baton: NodeA 0.2.0, NodeB 0.3.0.'",
        "0.2.0, '', 'The nodes run different versions of baton: NodeA 0.2.0, NodeB (not told).'",
        "'', '', ''",
    })
    void givenVersionsOfTwoNodes_whenMonCluster_thenALineTellsThatTheyDiffer(String one, String other, String line) {
        var cluster = new MonCluster(null, List.of(ofVersion("NodeA", one), ofVersion("NodeB", other)));

        var last = new ClusterTable(false, 200, Cli.CLOCK)
                .draw(cluster)
                .lines()
                .reduce((_, next) -> next)
                .orElse("");

        assertThat(last.contains("versions") ? last : "").isEqualTo(line);
    }

    private static MonCluster.NodeView ofVersion(String name, String version) {
        return new MonCluster.NodeView(
                name,
                MonCluster.NodeView.State.UP,
                Role.SECONDARY,
                0,
                List.of(),
                null,
                "",
                "",
                null,
                List.of(),
                version);
    }

    @Test
    void givenAProcessThatRunsOnOneNodeAlone_whenMonCluster_thenTheOtherColumnSaysSo() {
        var process = new MonCluster.ProcessView("DATABASE", "UP", 3, false, "UP");
        var with = new MonCluster.NodeView(
                "NodeA", MonCluster.NodeView.State.UP, Role.SECONDARY, 0, List.of(process), null, "", "");
        var without = new MonCluster.NodeView(
                "NodeB",
                MonCluster.NodeView.State.UP,
                Role.SECONDARY,
                0,
                List.of(),
                null,
                "",
                "",
                null,
                List.of("DATABASE"),
                "");

        var text = new ClusterTable(false, 200, Cli.CLOCK).draw(new MonCluster(null, List.of(with, without)));

        assertThat(text).contains("  DATABASE  | UP        3 secs    | not here\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--unhealthy, GENESIS_AUTH_DATASERVER GENESIS_AUTH_PERMS GENESIS_WEBMON",
        "--healthy, GENESIS_AUTH_CONSOLIDATOR",
        "--running, GENESIS_AUTH_DATASERVER",
        "--missing, GENESIS_AUTH_PERMS",
        "--standby, GENESIS_BATCH",
        "--stopped, GENESIS_WEBMON",
        "--missing --standby, GENESIS_AUTH_PERMS GENESIS_BATCH",
        "--error, ''",
        "--starting, ''",
        "--stopping, ''",
    })
    void givenAFilter_whenMon_thenOnlyThoseProcesses(String filter, String expected) {
        var words = new ArrayList<>(List.of("mon"));
        words.addAll(List.of(filter.split(" ")));

        var out = new Cli(home).run(words.toArray(String[]::new)).out();

        var names = out.lines()
                .flatMap(line -> List.of(line.split(" +")).stream())
                .filter(word -> word.startsWith("GENESIS_"))
                .toList();
        assertThat(String.join(" ", names)).isEqualTo(expected);
    }

    @Test
    void givenAll_whenMon_thenDetailsStandBelowTheRow() {
        var out = new Cli(home).run("mon", "-a", "--missing").out();

        assertThat(out).contains("""
                        -       GENESIS_AUTH_PERMS            8003    MISSING   0.00    0.00     exit 1
                                about     Permissions
                                after     GENESIS_AUTH_DATASERVER
                                cfg       auth-perms.xml
                                monitor   port 8003 refused at 04:09:59
                                version   1.2
                        """);
    }

    @Test
    void givenResourcesAskedFor_whenMon_thenTheNodesTotalStandsBelowItsLine() {
        agent.close();
        agent = new FakeAgent(home, "NodeA")
                .answering("/api/v1/mon", Golden.read("mon.json"))
                .answering("/api/v1/processes", "[%s,%s]".formatted(taking("A", 1 << 20, 7), taking("B", 3 << 20, -1)));

        var table = new Cli(home).run("mon", "-r").out();
        var json = new Cli(home).run("mon", "-r", "--output", "json").out();

        assertThat(table)
                .contains(
                        "Total: 2 of 5 run",
                        "  takes     4 MiB resident, 20 threads, open files unknown, 2 processes, 3.0 s of CPU\n");
        assertThat(json)
                .contains(
                        "\"resources\":{\"processes\":2,\"cpuSeconds\":3.0,\"residentBytes\":4194304,\"threads\":20,\"descriptors\":-1}}");
    }

    @Test
    void givenLimitsOfARun_whenMon_thenWhatIsTakenOfThemStandsBelowTheRow() {
        var limited = taking("GENESIS_AUTH_PERMS", 1 << 20, 7).replace("\"heap\":null", """
                "limits":{"memoryBytes":94371840,"memoryMaxBytes":536870912,"tasks":33,"tasksMax":40,"refusedTasks":2,"cpuWeight":-1}""");
        agent.close();
        agent = new FakeAgent(home, "NodeA")
                .answering("/api/v1/mon", Golden.read("mon.json"))
                .answering("/api/v1/processes", "[%s]".formatted(limited));

        assertThat(new Cli(home).run("mon", "-r", "--missing").out())
                .contains("limits    90 MiB of 512 MiB memory; 33 of 40 tasks, refused 2 times\n");
    }

    @Test
    void givenMetricsAskedFor_whenMon_thenTheyStandBelowTheirProcess() {
        agent.answering("/api/v1/processes", """
                [{"name":"GENESIS_AUTH_PERMS","description":"","dependencies":[],"configFiles":[],"monitor":"","version":"","resources":null,
                  "metrics":[{"name":"trades_total","labels":{"handler":"A"},"value":3.0}]}]""");
        var table = new Cli(home).run("mon", "--metrics").out();
        assertThat(table).doesNotContain("trades_total");

        table = new Cli(home).run("mon", "--metrics").out();
        var json = new Cli(home).run("mon", "--metrics", "--output", "json").out();

        assertThat(table).contains("exit 1\n        metric    trades_total{handler=\"A\"} 3\n");
        assertThat(json)
                .contains("\"metrics\":[{\"name\":\"trades_total\",\"labels\":{\"handler\":\"A\"},\"value\":3.0}]");
    }

    @Test
    void givenTheAgentsMetricsAskedFor_whenMon_thenEachStandsBelowItsProcessOrAtTheEnd() {
        agent.answering("/api/v1/metrics", """
                [{"name":"baton_process_restarts_total","labels":{"cause":"exit","process":"GENESIS_AUTH_PERMS"},"value":3.0},
                 {"name":"trades_total","labels":{"process":"GENESIS_AUTH_PERMS"},"value":7.0},
                 {"name":"baton_primary_epoch","labels":{},"value":4.0}]""");
        var cli = new Cli(home);

        var table = cli.run("mon", "--agent-metrics").out();
        var json = cli.run("mon", "--agent-metrics", "--output", "json").out();

        assertThat(table)
                .contains(
                        "exit 1\n        metric    baton_process_restarts_total{cause=\"exit\",process=\"GENESIS_AUTH_PERMS\"} 3\n")
                .endsWith("        metric    baton_primary_epoch 4\n")
                .doesNotContain("trades_total");
        assertThat(json)
                .contains("\"agentMetrics\":[{\"name\":\"baton_primary_epoch\"")
                .contains("\"agentMetrics\":[{\"name\":\"baton_process_restarts_total\"");
        assertThat(cli.run("mon").out()).doesNotContain("baton_");
    }

    @Test
    void givenAnAgentOfAnEarlierRelease_whenShown_thenThereIsNoTotal() {
        agent.close();
        agent = new FakeAgent(home, "NodeA")
                .answering("/api/v1/mon", Golden.read("mon.json").replaceFirst("\"totals\":\\{[^}]*},", ""));

        assertThat(new Cli(home).run("mon").out()).doesNotContain("Total").contains("GENESIS_WEBMON");
    }

    private static String taking(String name, long bytes, int descriptors) {
        return """
                {"name":"%s","description":"","dependencies":[],"configFiles":[],"monitor":"","version":"","resources":
                  {"processes":1,"cpuSeconds":1.5,"residentBytes":%d,"proportionalBytes":-1,"threads":10,"descriptors":%d,
                   "descriptorLimit":1024,"heap":null}}""".formatted(name, bytes, descriptors);
    }

    @Test
    void givenVersionsAskedFor_whenMonInJson_thenThatFieldIsAdded() {
        var out = new Cli(home)
                .run("mon", "--version", "--missing", "--output", "json")
                .out();

        assertThat(out).contains("\"message\":\"exit 1\",\"version\":\"1.2\"}]}");
    }

    @Test
    void givenSeconds_whenMonIsPiped_thenOneTableBelowTheOther() {
        var left = new ArrayList<>(List.of(true, true, false));

        var out = new Cli(home).pausing(_ -> left.removeFirst()).run("mon", "1").out();

        assertThat(out.split("PID     Process Name", -1)).hasSize(4);
    }

    @Test
    void givenAnAgentThatGoesAway_whenWatched_thenThatIsSaidAndTriedAgain() {
        var left = new ArrayList<>(List.of(true, false));

        var result = new Cli(home)
                .pausing(_ -> {
                    agent.close();
                    return left.removeFirst();
                })
                .run("mon-cluster", "--watch");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("NodeB UP")
                .contains("does not answer at")
                .contains("trying again");
    }

    @ParameterizedTest
    @CsvSource({"--watch, 1", "--watch 5, 5", "--watch=7, 7", "--watch --output json, 1"})
    void givenAnInterval_whenTheClusterIsWatched_thenItIsWaitedBetweenPictures(String words, int seconds) {
        var waits = new ArrayList<Duration>();

        var result = new Cli(home)
                .pausing(time -> {
                    waits.add(time);
                    return false;
                })
                .run(("mon-cluster " + words).split(" "));

        assertThat(result.exitCode()).isZero();
        assertThat(waits).containsExactly(Duration.ofSeconds(seconds));
    }

    @Test
    void givenAnotherOrderOfTheDefinition_whenMon_thenRowsAreByName() {
        agent.close();
        agent = new FakeAgent(home, "NodeA")
                .answering("/api/v1/mon", Golden.read("mon.json").replace("GENESIS_AUTH_CONSOLIDATOR", "ZULU"));

        var table = new Cli(home).run("mon").out();
        var json = new Cli(home).run("mon", "--output", "json").out();

        assertThat(table.indexOf("GENESIS_WEBMON")).isLessThan(table.indexOf("ZULU"));
        assertThat(json.indexOf("GENESIS_WEBMON")).isLessThan(json.indexOf("ZULU"));
    }

    @Test
    void givenAnotherOrderOfTheDefinition_whenMonCluster_thenRowsAreByName() {
        agent.close();
        agent = new FakeAgent(home, "NodeA")
                .answering(
                        "/api/v1/mon-cluster",
                        Golden.read("mon-cluster.json").replace("GENESIS_AUTH_CONSOLIDATOR", "ZULU"));

        var table = new Cli(home).run("mon-cluster").out();

        assertThat(table.indexOf("GENESIS_WEBMON")).isLessThan(table.indexOf("ZULU"));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80, 100})
    void givenANarrowTerminal_whenShown_thenNoLineIsWider(int columns) {
        for (var command : List.of("mon", "mon-cluster")) {
            var out = narrow(columns).run(command).out();

            assertThat(out.replaceAll("\u001b\\[[0-9]*m", "").lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
            assertThat(out).contains("GENESIS_AUTH");
        }
    }

    @Test
    void givenANarrowTerminal_whenMon_thenColumnsAreLeftOutInTheirOrderAndMessagesCut() {
        assertThat(narrow(80).with("NO_COLOR", "1").run("mon").out())
                .contains("PID     Process Name                  Port    Status    Message\n")
                .contains("Node: NodeA | Role: PRIMARY")
                .contains("12546   GENESIS_AUTH_DATASERVER       8002    RUNNING   exit 3 at 04:09:57, sta…\n");
    }

    @Test
    void givenLongNamesAndNoMessages_whenMonOnANarrowTerminal_thenTheTitleOfMessagesIsWhole() {
        agent.answering(
                "/api/v1/mon",
                Golden.read("mon.json")
                        .replaceAll("\"message\":\"[^\"]*\"", "\"message\":\"\"")
                        .replace("GENESIS_ROUTER", "R".repeat(60)));

        assertThat(narrow(60).with("NO_COLOR", "1").run("mon").out()).contains(" Status    Message\n");
    }

    @Test
    void givenATerminalTooNarrowForAllNodes_whenMonCluster_thenThoseLeftOutAreNamed() {
        var out = narrow(29).with("NO_COLOR", "1").run("mon-cluster").out();

        assertThat(out).contains("| Nod… DOWN\n").contains("Not shown for want of room:\nNodeB, NodeC.");
    }

    @Test
    void givenAWindowOfFewRows_whenWatched_thenTheHeadStaysAndItIsRedrawnInPlace() {
        var left = new ArrayList<>(List.of(true, false));

        var out = narrow(60)
                .with("LINES", "8")
                .pausing(_ -> left.removeFirst())
                .run("mon", "1")
                .out();

        var second = out.substring(out.lastIndexOf("\u001b[H"));
        assertThat(second.lines()).hasSizeLessThanOrEqualTo(8);
        assertThat(second).contains("Node: NodeA").contains("more lines");
    }

    private Cli narrow(int columns) {
        return new Cli(home).onTerminal("").with("COLUMNS", Integer.toString(columns));
    }
}
