package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that sets up two hosts, on two namespaces with a real sshd each: from the tar.gz, and from the .deb on a Debian of its base system alone;
 * and each of them on two Debians that are booted with their systemd.
 * In the profile of the packages, which makes both.
 */
@EnabledIf(
        value = "isPrepared",
        disabledReason = "only mvn -Ppackages verify makes packages, and it wants root and sshd")
class TwoHostsIT {
    @TempDir
    Path folder;

    static boolean isPrepared() {
        return BareDebian.find(".deb").isPresent()
                && Files.isExecutable(Path.of("/usr/sbin/sshd"))
                && PartitionIT.isRoot();
    }

    static boolean isBootPossible() {
        return Files.isDirectory(BareDebian.BOOTED) && Files.isExecutable(Path.of("/usr/bin/systemd-nspawn"));
    }

    @Test
    void givenTwoBareHosts_whenTheScriptHasRunTwice_thenBothAreOneClusterThatAnotherReleaseTakesOver()
            throws IOException {
        var archive = Distribution.archive();
        var made =
                onHosts(List.of(), "/opt/baton", "/opt/baton/bin/baton", """
                two %1$s
                echo "from package to mon-cluster: $SECONDS s"
                two %1$s
                baton 1 mon
                two --upgrade %2$s
                on 2 'readlink /opt/baton/current; ls /opt/baton/releases'
                baton 1 mon
                two --upgrade %2$s
                two --upgrade %1$s
                on 2 'readlink /opt/baton/current'
                baton 1 mon
                """.formatted(archive, laterArchive(archive)));

        assertThat(made.out())
                .containsPattern("NodeA UP +\\| NodeB UP")
                .containsPattern("PRIMARY .*\\| SECONDARY")
                .contains("an agent of NodeB runs there, so its program is left as it is")
                .contains("NodeA is primary already")
                .containsSubsequence(
                        "STEP two --upgrade",
                        "NodeB: the agent of 99",
                        "may be taken over",
                        "NodeA: the agent of 99",
                        "may be taken over",
                        "releases/99\n" + Distribution.version() + "\n99",
                        "NodeB runs 99",
                        "NodeA runs 99",
                        "NodeB: the agent of " + Distribution.version(),
                        "/opt/baton/releases/" + Distribution.version() + " is there",
                        "releases/" + Distribution.version(),
                        "Node: NodeA | Role: PRIMARY");
        assertOneRun(made.out(), 3);
    }

    @Test
    void givenTwoBareDebians_whenSetUpByTheDeb_thenOneHostPushesToTheOtherAndAnotherReleaseTakesOver()
            throws IOException {
        var deb = BareDebian.find(".deb").orElseThrow();
        var made = onHosts(List.of("--root", BareDebian.BASE.toString()), "/var/lib/baton", "baton", """
                two --push %1$s
                echo "from package to mon-cluster: $SECONDS s"
                on 1 "sed -i 's/sleep 600/sleep 601/' /etc/baton/conf/app-processes.xml"
                baton 1 'install --reason longer'
                baton 1 'install --hostDiff' || echo "exit $?"
                baton 1 'push -y --reason longer'
                baton 1 'apply --rolling -c -y --reason longer'
                on 2 'cat /etc/baton/conf/app-processes.xml; stat -c "conf of %%U" /etc/baton/conf'
                baton 2 mon
                two --upgrade %2$s
                on 1 'dpkg-query -W baton'
                on 2 'dpkg-query -W baton; stat -c "conf of %%U" /etc/baton/conf'
                baton 2 mon
                two --upgrade %1$s
                on 1 'dpkg-query -W baton'
                baton 2 mon
                """.formatted(
                        deb, BareDebian.laterDeb(folder)));

        assertThat(made.out())
                .containsSubsequence(
                        "STEP two --push",
                        "NodeA becomes the primary",
                        "STEP install --hostDiff",
                        "sleep 601</command></process>",
                        "+    <process",
                        "sleep 600</command></process>",
                        "exit 1",
                        "STEP push",
                        "0 files added, 1 replaced, 0 removed, and installed",
                        "STEP apply --rolling",
                        "sleep 601",
                        "conf of baton",
                        "STEP two --upgrade",
                        "NodeB: the agent of 99",
                        "may be taken over",
                        "NodeA: the agent of 99",
                        "may be taken over",
                        "PRIMARY",
                        "SECONDARY",
                        "baton\t99",
                        "baton\t99",
                        "conf of baton",
                        "STEP two --upgrade",
                        "NodeB: the agent of",
                        "NodeA: the agent of",
                        "PRIMARY",
                        "SECONDARY",
                        "baton\t" + Distribution.version().replace('-', '~'));
        assertOneRun(made.out(), 3);
    }

    /** Right after {@code apt-get install} the next command finds the agent. */
    @Test
    @EnabledIf(value = "isBootPossible", disabledReason = "systemd-nspawn is not here")
    void givenTwoDebiansWithSystemd_whenSetUpByTheDeb_thenSystemdRunsTheAgentsAndAnotherReleaseTakesOver()
            throws IOException {
        var deb = BareDebian.find(".deb").orElseThrow();
        var made = onBootedHosts("/var/lib/baton", "baton", deb, BareDebian.laterDeb(folder), """
                on 1 'dpkg-query -W baton'
                baton 1 mon
                on 2 'cat > /root/first.deb' < %s
                on 2 'apt-get install -q -y --allow-downgrades /root/first.deb && runuser -u baton -- baton check process --all'
                baton 1 mon
                """.formatted(deb));

        assertThat(made.out())
                .containsSubsequence(
                        "NodeA becomes the primary",
                        "enabled\nactive\n",
                        "STEP two --upgrade",
                        "the agent of this release has taken over",
                        "baton\t99",
                        "the agent of this release has taken over",
                        "BATON PROCESS OK");
        assertOneRun(made.out(), 3);
    }

    @Test
    @EnabledIf(value = "isBootPossible", disabledReason = "systemd-nspawn is not here")
    void givenTwoDebiansWithSystemd_whenSetUpByTheArchive_thenSystemdRunsTheAgentsAndAnotherReleaseTakesOver()
            throws IOException {
        var archive = Distribution.archive();
        var made = onBootedHosts("/opt/baton", "/opt/baton/bin/baton", archive, laterArchive(archive), """
                on 1 'systemctl is-active baton; readlink /opt/baton/current'
                baton 1 mon
                """);

        assertThat(made.out())
                .containsSubsequence(
                        "NodeA becomes the primary",
                        "enabled\nactive\n",
                        "STEP two --upgrade",
                        "active\nreleases/99\n");
        assertOneRun(made.out(), 2);
    }

    /** Sets up both hosts from a package, each with its systemd, and upgrades them; then the steps. */
    private Commands.Result onBootedHosts(String home, String baton, Path first, Path later, String steps)
            throws IOException {
        return onHosts(
                List.of("--boot", BareDebian.BOOTED.toString()), home, baton, """
                for host in 1 2; do
                  for i in $(seq 60); do on "$host" 'systemctl is-active --quiet multi-user.target' 2> /dev/null && break; sleep 1; done
                  on "$host" 'systemctl is-active multi-user.target'
                done
                SECONDS=0
                two %1$s
                echo "from package to mon-cluster: $SECONDS s"
                on 1 'systemctl is-enabled baton; systemctl is-active baton'
                baton 1 mon
                two --upgrade %2$s
                """.formatted(first, later) + steps);
    }

    /** On both hosts, until it has ended. */
    private Commands.Result onHosts(List<String> options, String home, String baton, String steps) throws IOException {
        TwoHostsScriptTest.home(folder.resolve("home"));
        var command = new ArrayList<>(List.of(
                Distribution.project().resolve("src/test/two-hosts/hosts").toString(),
                folder.resolve("hosts").toString()));
        command.addAll(options);
        // The script with a package, and a command of baton on one of the hosts.
        var functions = """
            set -e
            two() { echo "STEP two $1"; '%s' "$@" '%s' NodeA=root@10.99.0.1 NodeB=root@10.99.0.2; }
            on() { $BATON_SSH "root@10.99.0.$1" "$2"; }
            baton() { echo "STEP $2"; on "$1" "runuser -u baton -- env BATON_HOME=%s %s $2"; }
            """.formatted(TwoHostsScriptTest.SCRIPT, folder.resolve("home"), home, baton);
        command.addAll(List.of("bash", "-c", functions + steps));
        var made = Commands.run(Duration.ofMinutes(12), command, Map.of(), "");
        assertThat(made.exit()).as(made.out() + made.err()).isZero();
        made.out().lines().filter(line -> line.startsWith("from package")).forEach(System.out::println);
        return made;
    }

    /** The process has the same pid each time that it was listed. */
    private static void assertOneRun(String out, int times) {
        assertThat(Pattern.compile("(?m)^([0-9]+) +APP ").matcher(out).results().map(MatchResult::group))
                .hasSize(times)
                .containsOnly(Pattern.compile("(?m)^([0-9]+) +APP ")
                        .matcher(out)
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group());
    }

    /** The same archive as version 99. */
    private Path laterArchive(Path archive) {
        var later = folder.resolve("baton-99.tar.gz");
        shell("""
                mkdir later && tar -xzf '%s' -C later --strip-components=1 && cd later/lib/baton
                for jar in baton-*.jar; do mv $jar ${jar%%%%-[0-9]*}-99.jar; done
                tar -C '%s' -cf - later | gzip -1 > '%s'
                """.formatted(archive, folder, later));
        return later;
    }

    private void shell(String steps) {
        Commands.run(List.of("bash", "-ec", "cd '%s'\n%s".formatted(folder, steps)), Map.of())
                .orFail();
    }
}
