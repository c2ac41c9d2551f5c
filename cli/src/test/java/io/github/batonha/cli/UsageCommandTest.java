package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageCommandTest {

    private static final String PARTS = "[null," + String.join(",", Collections.nCopies(30, "1.0")) + ",9.0]";
    private static final String LIMIT = """
            {"of":"heap","bytes":536870912,"at":"2026-12-30T00:00:00Z","earliest":"2026-12-20T00:00:00Z","latest":null}""";

    @TempDir
    Path home;

    private FakeAgent agent;

    @BeforeEach
    void start() {
        agent = new FakeAgent(home, "NodeA");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static String figures(double mean, String perDay) {
        return """
                {"mean":%s,"p95":%s,"peak":%s,"perDay":%s,"sure":%s,"parts":%s}""".formatted(mean, mean * 2, mean * 4, perDay, !perDay.equals("null"), PARTS);
    }

    private static String row(String name, String group, String limit) {
        return """
                {"name":"%s","group":"%s","records":96,"cpu":%s,"memory":%s,"heap":%s,"heapMaxBytes":536870912,"threads":30,
                 "restarts":2,"limit":%s}""".formatted(
                name, group, figures(12.5, "null"), figures(104857600, "1048576"), figures(1048576, "null"), limit);
    }

    private static String report(String node, String... rows) {
        return """
                {"node":"%s","system":"DEV","from":"2026-11-16T04:10:00Z","to":"2026-11-23T04:10:00Z","stepMinutes":15,"cores":4,
                 "memoryBytes":1073741824,"rows":[%s],"left":0}""".formatted(node, String.join(",", rows));
    }

    private Cli cli() {
        return new Cli(home);
    }

    @Test
    void givenProcesses_whenShown_thenEachHasItsFiguresAndTheDayOfItsLimit() {
        agent.answering("/api/v1/usage", report("NodeA", row("ROUTER", "WEB", LIMIT)));

        var result = cli().run("usage", "--since", "7d", "--home", home.toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("""
                NODE   NAME    CPU%   P95  PEAK  MEM MiB  P95  PEAK  PER DAY  HEAP MiB   OF  THREADS  RESTARTS
                NodeA  ROUTER  12.5  25.0  50.0      100  200   400     +1.0         4  512       30         2
                ROUTER: if its trend goes on, its heap reaches 512 MiB about 2026-12-30 (in 95 of 100 cases between 2026-12-20 and never)
                NodeA: since 2026-11-16 04:10:00, a record each 15 min
                """);
        assertThat(agent.requests()).anyMatch(request -> request.contains("since=2026-11-16T04:10:00Z&by=process"));
    }

    @Test
    void givenATerminal_whenShown_thenTheCourseOfTheCpuIsDrawn() {
        agent.answering("/api/v1/usage", report("NodeA", row("ROUTER", "WEB", "null")));

        var result = cli().onTerminal("").run("usage", "--home", home.toString());

        assertThat(result.out()).contains("▁".repeat(15) + "▅");
    }

    @Test
    void givenTwoNodes_whenAllAreAsked_thenHeadroomStandsBesideTheirHosts() {
        agent.answering("/api/v1/mon-cluster", """
                {"nodes":[{"name":"NodeA"},{"name":"NodeB"}]}""")
                .answering("/api/v1/usage", report("NodeA", row("NodeA", "", "null")));

        var nodes = cli().run("usage", "--by", "node", "--all-nodes", "--home", home.toString());

        assertThat(nodes.out())
                .contains(
                        "NodeA: CPU peak 0.50 of 4 cores; memory peak 400 of 1024 MiB (39 %); promised to JVMs by -Xmx 512 MiB (50 %)");
        assertThat(agent.requests()).anyMatch(request -> request.contains("node=NodeB"));
        var system = cli().run("usage", "--by", "system", "--output", "json", "--home", home.toString());
        assertThat(system.out())
                .contains("\"name\":\"DEV\"", "\"cores\":8", "\"mean\":25.0", "\"heapMaxBytes\":1073741824");
    }

    @Test
    void givenTwoNodesOfOneMachine_whenTheSystemIsAskedFor_thenWhatTheMachineHasCountsOnce() {
        agent.answering("/api/v1/mon-cluster", """
                {"nodes":[{"name":"NodeA"},{"name":"NodeB"}]}""")
                .answering(
                        "/api/v1/usage",
                        report("NodeA", row("NodeA", "", "null"))
                                .replace("\"cores\":4", "\"machine\":\"m\",\"cores\":4"));

        var system = cli().run("usage", "--by", "system", "--output", "json", "--home", home.toString());

        assertThat(system.out()).contains("\"cores\":4", "\"memoryBytes\":1073741824", "\"mean\":25.0");
    }

    @Test
    void givenCsv_whenShown_thenTheFirstLineNamesTheColumns() {
        agent.answering("/api/v1/usage", report("NodeA", row("A,B", "WEB", LIMIT)));

        var result = cli().run("usage", "--output", "csv", "--home", home.toString());

        assertThat(result.out().lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("node,name,group,records,cpu_mean_percent");
        assertThat(result.out())
                .contains(
                        "NodeA,\"A,B\",WEB,96,12.50,25.00,50.00,104857600,209715200,419430400,1048576,4194304,536870912,30,2,"
                                + "heap,536870912,2026-12-30T00:00:00Z,2026-12-20T00:00:00Z,\n");
    }

    @Test
    void givenNumbersOfApplications_whenShown_thenEachSeriesHasItsFigures() {
        var metric = """
                {"process":"ROUTER","group":"WEB","metric":"trades_total{desk=\\"fx\\"}","rate":true,"records":96,"value":%s}""".formatted(figures(1.23456, "0.5"));
        var gauge = """
                {"process":"ROUTER","group":"WEB","metric":"orders","rate":false,"records":96,"value":%s}""".formatted(figures(12345678, "null"));
        agent.answering(
                "/api/v1/usage",
                report("NodeA").replace("\"left\"", "\"metrics\":[%s,%s],\"left\"".formatted(metric, gauge)));

        var result = cli().run("usage", "--by", "metric", "--home", home.toString());

        assertThat(result.out()).isEqualTo("""
                NODE   PROCESS  METRIC                       MEAN       P95      PEAK  PER DAY
                NodeA  ROUTER   trades_total{desk="fx"}     1.235     2.469     4.938     +0.5  per s
                NodeA  ROUTER   orders                   12350000  24690000  49380000        -
                NodeA: since 2026-11-16 04:10:00, a record each 15 min
                """);
        assertThat(agent.requests()).anyMatch(request -> request.contains("by=metric"));
        assertThat(cli().run("usage", "--by", "metric", "--output", "csv", "--home", home.toString())
                        .out())
                .isEqualTo("""
                        node,process,group,metric,per_second,records,mean,p95,peak,change_per_day
                        NodeA,ROUTER,WEB,"trades_total{desk=""fx""}",true,96,1.23456,2.46912,4.93824,0.5
                        NodeA,ROUTER,WEB,orders,false,96,12345678,24691356,49382712,
                        """);
        assertThat(cli().run("usage", "--by", "metric", "--output", "json", "--home", home.toString())
                        .out())
                .contains("\"node\":\"NodeA\"", "\"metric\":\"orders\"");
    }

    @Test
    void givenNoRecordsOrAWrongWord_whenAsked_thenThatIsSaid() {
        agent.answering("/api/v1/usage", report("NodeA"));

        assertThat(cli().run("usage", "--home", home.toString()).out()).contains("no records of this time yet");
        assertThat(cli().run("usage", "--since", "soon", "--home", home.toString())
                        .exitCode())
                .isEqualTo(64);
        var mon = cli().run("mon", "--output", "csv", "--home", home.toString());
        assertThat(mon.exitCode()).isEqualTo(64);
        assertThat(mon.err()).contains("csv is for usage only");
    }
}
