package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.Reachability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hosts may be called, and where they may be. */
class HostsTest {

    @TempDir
    Path folder;

    private TestHome home(String hosts) throws IOException {
        return new TestHome(folder)
                .file("conf/app-processes.xml", "<processes/>")
                .file("conf/system.conf", "systems = [ { name = DEV, hosts = [ %s ] } ]".formatted(hosts));
    }

    @Test
    void givenAddressesOfIPv6InAnyForm_whenInstalled_thenTheyHaveOneForm() throws IOException {
        var report = home("""
                { name = NodeA, items { Address = "fd00:77::1" } },
                { name = NodeB, items { Address = "[FD00:77:0:0::2]" } }""").install("NodeA");

        assertThat(report.problems()).isEmpty();
        var node = InstalledRevision.load(new TestHome(folder).home(), "NodeA", Map.of());
        assertThat(node.hosts()).extracting(HostDefinition::address).containsExactly("fd00:77::1", "fd00:77::2");
        assertThat(node.self().urlHost()).isEqualTo("[fd00:77::1]");
    }

    @Test
    void givenOneAddressInTwoForms_whenInstalled_thenItIsTakenForOne() throws IOException {
        var report = home("""
                { name = NodeA, items { Address = "fd00:77::1" } },
                { name = NodeB, items { Address = "[fd00:77:0::1]" } }""").install("NodeA");

        assertThat(report.problems().toString())
                .contains("hosts NodeA and NodeB would both be at address fd00:77::1 with the same port");
    }

    @Test
    void givenAnUnderscore_whenInstalled_thenOnlyAnAddressMakesItAHost() throws IOException {
        assertThat(home("node_a, NodeB").install("node_a").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("conf/system.conf:1")
                        .contains("host node_a has no item \"Address\"")
                        .contains("an underscore, which no address on a network may have"));

        var report =
                home("{ name = node_a, items { Address = 10.0.0.1 } }, { name = NodeB, items { Address = 10.0.0.2 } }")
                        .install("node_a");
        assertThat(report.problems()).isEmpty();
        assertThat(InstalledRevision.load(new TestHome(folder).home(), "node_a", Map.of())
                        .self()
                        .address())
                .isEqualTo("10.0.0.1");
    }

    @Test
    void givenAddressesThatAreNone_whenInstalled_thenEachIsAProblemAtItsItem() throws IOException {
        var report = home("""
                { name = NodeA, items { Address = "10.0.0.1:6000" } },
                { name = NodeB, items { Address = "my_host.example.com" } },
                { name = NodeC, items { Address = "http://nodec" } },
                { name = NodeD, items { Address = "fe80::1" } }""").install("NodeA");

        assertThat(report.problems())
                .map(Object::toString)
                .satisfiesExactly(
                        port -> assertThat(port)
                                .startsWith("conf/system.conf:1")
                                .contains("item \"Address\" is \"10.0.0.1:6000\", which has a port"),
                        underscore -> assertThat(underscore)
                                .startsWith("conf/system.conf:2")
                                .contains("underscore"),
                        url -> assertThat(url).startsWith("conf/system.conf:3").contains("\"http://nodec\""),
                        link -> assertThat(link)
                                .startsWith("conf/system.conf:4")
                                .contains("one link of one machine"));
    }

    @Test
    void givenAShortKernelName_whenOneHostFits_thenItIsThatOne() throws IOException {
        assertThat(home("nodea.example.com, nodeb.example.com")
                        .install("nodea.example.com")
                        .problems())
                .isEmpty();

        var afterReboot = InstalledRevision.load(new TestHome(folder).home(), "NODEA", Map.of());

        assertThat(afterReboot.self().name()).isEqualTo("nodea.example.com");
        assertThat(home("nodea.example.com, nodeb.example.com").install("nodeb").problems())
                .isEmpty();
    }

    @Test
    void givenAShortKernelName_whenSeveralHostsFit_thenNameIsNamed() throws IOException {
        var home = new TestHome(folder)
                .file("conf/app-processes.xml", "<processes/>")
                .file("conf/system.conf", """
                        systems = [
                          { name = DEV, hosts = [ nodea.dev.example.com ] }
                          { name = PROD, hosts = [ nodea.prod.example.com ] }
                        ]
                        """);

        assertThat(home.install("nodea").problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.message())
                                .isEqualTo(
                                        "no system has a host nodea, which may be each of nodea.dev.example.com, nodea.prod.example.com: say which this is, for example `baton install --name nodea.dev.example.com`"));
        assertThat(home.install("nodea.prod.example.com").summary().toString()).contains("System PROD");
    }

    @Test
    void givenAKernelNameWithADomain_whenTheDefinitionHasBothForms_thenTheVeryNameIsMeant() throws IOException {
        var report = home("nodea, nodea.example.com").install("nodea.example.com");

        assertThat(report.summary().toString()).contains("this host is nodea.example.com");
    }

    @Test
    void givenAnotherDomain_whenLoaded_thenNothingIsGuessedAndNameIsNamed() throws IOException {
        home("nodea.example.com, nodeb.example.com").install("nodea.example.com");

        assertThatThrownBy(() -> InstalledRevision.load(new TestHome(folder).home(), "web.other.org", Map.of()))
                .hasMessageContaining("system \"DEV\" has no host web.other.org")
                .hasMessageContaining("--name");
    }

    @Test
    void givenTheNextMachineOfARow_whenInstalled_thenItIsNotTakenForItsNeighbour() throws IOException {
        assertThat(home("NodeA, NodeB").install("NodeC").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("the hosts are NodeA, NodeB")
                        .doesNotContain("did you mean"));
    }

    @Test
    void givenAnOwnNameThatIsALoopbackAddress_whenAnotherHostIsElsewhere_thenInstallRefuses() throws IOException {
        var report = home("localhost, { name = NodeB, items { Address = 10.0.0.2 } }")
                .install("localhost");

        assertThat(report.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("conf/system.conf:1")
                        .contains("localhost is 127.0.0.1 on this machine, a loopback address")
                        .contains("/etc/hosts"));
    }

    @Test
    void givenAnAddressThatNobodyKnows_whenInstalled_thenItsHostIsWarnedOf() throws IOException {
        var home = home(
                "{ name = NodeA, items { Address = 10.0.0.1 } }, { name = NodeB, items { Address = nodeb.nowhere.example } }");

        var report = Install.run(
                home.home(),
                Map.of(),
                "NodeA",
                new Reachability(name -> {
                    if (name.contains("nowhere")) {
                        throw new UnknownHostException(name);
                    }
                    return InetAddress.ofLiteral(name);
                }),
                TestHome.AUTHOR);

        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.toString())
                        .startsWith("conf/system.conf:1")
                        .contains("nodeb.nowhere.example, the address of NodeB, can't be looked up on this machine")
                        .contains("so the agent of NodeA can't reach it"));
    }
}
