package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By the rules of the Toolkit: a line of columns, headlines, rows; commas and backslashes are escaped; a row is one line. */
class GeneosCommandTest {

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

    private Cli.Result geneos(String... words) {
        var all = new String[words.length + 3];
        all[0] = "geneos";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--home";
        all[words.length + 2] = home.toString();
        return new Cli(home).run(all);
    }

    @Test
    void givenProcesses_whenAsked_thenEachHasItsRowAlsoWhenItIsDown() {
        agent.answering("/api/v1/mon", """
                {"node":"NodeA","role":"PRIMARY","epoch":7,"startedAt":"2026-01-02T03:04:05Z","system":"DEV","configHash":"abc","warning":"a, b",
                 "processes":[
                  {"name":"WEB","group":"EDGE","pid":4711,"port":8001,"status":"HEALTHY","cpu":12.34,"memory":1.25,"uptimeSeconds":60,
                   "restarts":3,"restartsByCause":{"crash":2,"group":1},"primaryOnly":false,"message":""},
                  {"name":"AUTH","group":"CORE","pid":null,"port":null,"status":"MISSING","cpu":0,"memory":0,"uptimeSeconds":0,
                   "restarts":0,"primaryOnly":true,"message":"exit status 1, said C:\\\\x\\nand, more"}]}""");

        var result = geneos("processes");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("""
                name,group,state,healthy,pid,port,cpuPercent,memoryPercent,uptimeSeconds,restarts,restarts_crash,restarts_unhealthy,\
                restarts_start_failed,restarts_group,restarts_unknown,primaryOnly,message
                <!>samplingStatus,OK
                <!>node,NodeA
                <!>system,DEV
                <!>role,PRIMARY
                <!>epoch,7
                <!>processes,2
                <!>unwell,1
                <!>warning,a\\, b
                AUTH,CORE,MISSING,false,,,0.0,0.0,0,0,0,0,0,0,0,true,exit status 1\\, said C:\\\\x\\\\nand\\, more
                WEB,EDGE,HEALTHY,true,4711,8001,12.3,1.3,60,3,2,0,0,1,0,false,
                """);
    }

    @Test
    void givenTwoNodes_whenAsked_thenTheSilentOneHasItsRow() {
        agent.answering("/api/v1/mon-cluster", """
                {"primary":{"node":"NodeB","epoch":7,"by":"op","confirmedDown":[],"fenced":[]},"nodes":[
                 {"name":"NodeB","state":"UP","role":"PRIMARY","ageSeconds":0,"processes":[],"drain":"DRAINING","configHash":"abc","remark":""},
                 {"name":"NodeA","state":"DOWN","role":"UNKNOWN","ageSeconds":-1,"processes":[],"drain":null,"configHash":"","remark":"never heard"}]}""");

        assertThat(geneos("nodes").out()).isEqualTo("""
                name,state,role,lastHeardSeconds,drain,revision,remark
                <!>samplingStatus,OK
                <!>primary,NodeB
                <!>epoch,7
                <!>nodes,2
                <!>down,1
                NodeA,DOWN,UNKNOWN,,SERVING,,never heard
                NodeB,UP,PRIMARY,0,DRAINING,abc,
                """);
    }

    @Test
    void givenSessions_whenAsked_thenTheNodeHasARow() {
        agent.answering("/api/v1/sessions", """
                {"node":"NodeA","entries":10,"bytes":2000,"maxBytes":4000,"inSync":true,"peers":[],"replicated":5,"unreplicated":1,"refused":0,
                 "fullPercent":50,"endedEarly":0,"warning":"","durable":true}""");

        assertThat(geneos("sessions").out()).isEqualTo("""
                name,entries,bytes,maxBytes,fullPercent,inSync,replicated,unreplicated,refused,endedEarly,warning
                <!>samplingStatus,OK
                NodeA,10,2000,4000,50,true,5,1,0,0,
                """);
        assertThat(geneos("sessions", "--output", "json").out())
                .isEqualTo(
                        "{\"headlines\":{\"samplingStatus\":\"OK\"},\"rows\":[{\"name\":\"NodeA\",\"entries\":\"10\",\"bytes\":\"2000\","
                                + "\"maxBytes\":\"4000\",\"fullPercent\":\"50\",\"inSync\":\"true\",\"replicated\":\"5\",\"unreplicated\":\"1\","
                                + "\"refused\":\"0\",\"endedEarly\":\"0\",\"warning\":\"\"}]}\n");
    }

    @Test
    void givenNumbersOfProcesses_whenAsked_thenEachSeriesHasItsRow() {
        agent.answering("/api/v1/processes", """
                [{"name":"WEB","description":"","dependencies":[],"configFiles":[],"monitor":"","version":"","resources":null,
                  "metrics":[{"name":"trades_total","labels":{"handler":"A,B","side":"buy"},"value":12345678.0},
                             {"name":"open_orders","labels":{},"value":0.5}]},
                 {"name":"AUTH","description":"","dependencies":[],"configFiles":[],"monitor":"","version":"","resources":null}]""");

        assertThat(geneos("metrics").out()).isEqualTo("""
                name,process,metric,labels,value
                <!>samplingStatus,OK
                WEB trades_total{handler="A\\,B"\\,side="buy"},WEB,trades_total,handler="A\\,B"\\,side="buy",12345678
                WEB open_orders,WEB,open_orders,,0.5
                """);
    }

    @Test
    void givenMetricsOfAnAgent_whenAsked_thenEachSeriesHasItsRow() {
        agent.answering("/api/v1/metrics", """
                [{"name":"baton_node_up","labels":{"peer":"NodeB"},"value":1.0},{"name":"baton_agent_threads","labels":{},"value":61.5}]""");

        assertThat(geneos("agent").out()).isEqualTo("""
                name,metric,labels,value
                <!>samplingStatus,OK
                baton_node_up{peer="NodeB"},baton_node_up,peer="NodeB",1
                baton_agent_threads,baton_agent_threads,,61.5
                """);
    }

    @Test
    void givenAnAgentThatDoesNotAnswer_whenAsked_thenTheStatusSaysSoInTheFormOfTheTable() {
        agent.close();

        var result = geneos("nodes");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines().toList())
                .hasSize(2)
                .first()
                .isEqualTo("name,state,role,lastHeardSeconds,drain,revision,remark");
        assertThat(result.out()).contains("<!>samplingStatus,ERROR: ");
    }

    @Test
    void givenAnUnknownTable_whenAsked_thenTheUsageIsWrong() {
        var result = geneos("hosts");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("processes, nodes, sessions, metrics and agent");
    }
}
