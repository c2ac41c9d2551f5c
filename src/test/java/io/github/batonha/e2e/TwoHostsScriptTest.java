package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script for two hosts would do, without any host. */
class TwoHostsScriptTest {
    static final Path SCRIPT = Path.of("../../k8s-free-deploy/two-hosts/two-hosts")
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path folder;

    private Path archive;

    /** With one small process on each of two hosts, and another one on the primary. */
    static void home(Path home) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("conf/app-system-definition.kts"), """
                systems {
                    system(name = "TWO") {
                        hosts {
                            host(name = "NodeA") { item(name = "Address", value = "10.99.0.1") }
                            host(name = "NodeB") { item(name = "Address", value = "10.99.0.2") }
                        }
                    }
                }
                """);
        Files.writeString(home.resolve("conf/app-processes.xml"), """
                <processes>
                    <process name="APP"><groupId>APP</groupId><command>sleep 600</command></process>
                    <process name="ONE"><groupId>ONE</groupId><primaryOnly>true</primaryOnly><command>sleep 700</command></process>
                </processes>
                """);
    }

    @BeforeEach
    void fill() throws IOException {
        home(folder.resolve("home"));
        archive = Files.createFile(folder.resolve("baton-1.tar.gz"));
    }

    private Commands.Result run(String... words) {
        var command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
        command.addAll(List.of(words));
        return Commands.run(command, Map.of("BATON_SSH", "false"));
    }

    @Test
    void givenADryRun_thenItSaysWhatWouldBeRunInOrder() {
        var said =
                run("--dry-run", archive.toString(), folder.resolve("home").toString(), "NodeA=root@a", "NodeB=root@b");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .containsSubsequence(
                        "NodeA: the package",
                        "tar -xzf - -C /opt/baton/releases/1.new",
                        "root@a: ln -sfn releases/1 /opt/baton/current.new",
                        "NodeB: the package",
                        "root@a: runuser -u baton -- env BATON_HOME=/opt/baton /opt/baton/bin/baton install",
                        "root@b: runuser -u baton -- env BATON_HOME=/opt/baton /opt/baton/bin/baton install",
                        "certificates issue --all",
                        "root@b: takes /opt/baton/certificates/NodeB of root@a",
                        "set-primary",
                        "mon-cluster");
    }

    @Test
    void givenAnUpgrade_thenTheSecondNodeIsCheckedLinkedAndRenewedBeforeTheFirst() {
        var said = run(
                "--dry-run",
                "--upgrade",
                archive.toString(),
                folder.resolve("home").toString(),
                "NodeA=root@a",
                "NodeB=root@b");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .containsSubsequence(
                        "NodeB: the agent of 1",
                        "tar -xzf - -C /opt/baton/releases/1.new",
                        "root@b: runuser -u baton -- env BATON_HOME=/opt/baton /opt/baton/releases/1/bin/baton upgrade --check",
                        "root@b: ln -sfn releases/1 /opt/baton/current.new",
                        "root@b: pid=$(cat /opt/baton/run/NodeB/agent.lock)",
                        "root@b: for i in",
                        "NodeA: the agent of 1",
                        "root@a: ln -sfn releases/1 /opt/baton/current.new")
                .doesNotContain("certificates", "set-primary", "baton install");
    }

    @Test
    void givenADebAndPush_thenTheAgentMayWriteTheConfiguration() throws IOException {
        var deb = Files.createFile(folder.resolve("baton_1~2_amd64.deb")).toString();
        var home = folder.resolve("home").toString();

        var without = run("--dry-run", deb, home, "NodeA=root@a", "NodeB=root@b");
        var with = run("--dry-run", "--push", deb, home, "NodeA=root@a", "NodeB=root@b");

        assertThat(without.out())
                .contains("root@a: cat > /tmp")
                .doesNotContain("/etc/baton/conf && chown", "chown -R baton: /etc");
        assertThat(with.out())
                .contains("root@a: chown -R baton: /etc/baton/conf", "root@b: chown -R baton: /etc/baton/conf");
    }

    @Test
    void givenADefinitionWithoutTheNode_thenNoHostIsTouched() {
        var said = run(archive.toString(), folder.resolve("home").toString(), "NodeA=root@a", "NodeC=root@c");

        assertThat(said.exit()).isEqualTo(64);
        assertThat(said.err()).contains("names \"NodeC\": correct the definition");
        assertThat(said.out()).isEmpty();
    }

    @Test
    void givenAHostThatCannotBeReached_thenItEndsThere() {
        var said = run(archive.toString(), folder.resolve("home").toString(), "NodeA=root@a", "NodeB=root@b");

        assertThat(said.exit()).isNotZero();
        assertThat(said.out()).contains("NodeB: the package").doesNotContain("NodeA: install");
    }

    @Test
    void givenOneHostOfTwoThatCannotBeReached_thenItIsNamedAndNothingIsInstalled() throws IOException {
        var ssh = folder.resolve("ssh");
        Files.writeString(ssh, "case \"$*\" in *root@a*) exit 255 ;; esac\ncat > /dev/null\n");

        var said = Commands.run(
                List.of(
                        "bash",
                        SCRIPT.toString(),
                        archive.toString(),
                        folder.resolve("home").toString(),
                        "NodeA=root@a",
                        "NodeB=root@b"),
                Map.of("BATON_SSH", "sh " + ssh));

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).isEqualTo("two-hosts: NodeA: the package and the files failed\n");
        assertThat(said.out()).doesNotContain("NodeA: install");
    }

    @Test
    void givenTooFewWords_thenItSaysHowItIsCalled() {
        var said = run();

        assertThat(said.exit()).isEqualTo(64);
        assertThat(said.err()).contains("NODE=SSH-HOST").doesNotContain("set -euo");
    }
}
