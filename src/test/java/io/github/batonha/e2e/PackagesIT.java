package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packages on a Debian that has nothing but its base system, no Java and no service manager: the agents are started as its unit
 * does. In a profile of its own, for the base system comes from Debian's mirror: {@code mvn -Ppackages verify -pl src/test -am}.
 */
@EnabledIf(
        value = "io.github.batonha.e2e.BareDebian#isPossible",
        disabledReason = "only mvn -Ppackages verify makes packages and a Debian to try them on")
class PackagesIT {
    private static final List<String> AS_BATON =
            List.of("setpriv", "--reuid=baton", "--regid=baton", "--init-groups", "--inh-caps=-all");

    @TempDir
    Path folder;

    private BareDebian debian;
    private Path root;
    private final List<Process> agents = new ArrayList<>();

    @BeforeEach
    void copyTheBaseSystem() {
        debian = new BareDebian(folder.resolve("debian"));
        root = debian.root();
    }

    @AfterEach
    void endAll() throws InterruptedException {
        endAgents();
        debian.close();
    }

    @Test
    void givenABareDebian_whenInstalledUpgradedRemovedAndPurged_thenProcessesLiveThroughItAndNothingIsLeft()
            throws IOException, InterruptedException {
        Files.copy(BareDebian.find(".deb").orElseThrow(), root.resolve("baton.deb"));
        assertThat(in("sh", "-c", "command -v java; true").out()).isEmpty();

        assertThat(in("dpkg", "-i", "/baton.deb").orFail().out())
                .contains("Start-up caches made", "systemctl enable --now baton");
        assertThat(in("baton", "--version").orFail().out()).contains(Distribution.version());
        assertAWarmUpThatIsToldToEndLeavesNothing();
        in("cp", "-r", "/usr/share/baton/sample/conf/.", "/etc/baton/conf").orFail();
        in("cp", "-r", "/usr/share/baton/sample/lib/.", "/var/lib/baton/lib").orFail();
        asBaton("install", "--name", "NodeA").orFail();
        asBaton("certificates", "init").orFail();
        asBaton("certificates", "issue", "--all").orFail();
        start("NodeA");
        start("NodeB");
        eventually(
                "both see each other",
                ofSeconds(60),
                () -> asBaton("mon-cluster").exit() == 0);
        asBaton("--node", "NodeA", "set-primary").orFail();
        awaitHealthy("NodeA");
        awaitHealthy("NodeB");
        var before = pids();
        var epoch = epoch();
        assertThat(before).isNotEmpty();

        BareDebian.laterDeb(root);
        in("dpkg", "-i", "/baton_99_all.deb").orFail();
        // The agents still are of the old release, whose jars are gone.
        asBaton("--node", "NodeA", "restart", "GENESIS_AUTH_MANAGER").orFail();
        awaitHealthy("NodeA");
        var meanwhile = pids();
        for (var node : List.of("NodeB", "NodeA")) {
            var old = agents.removeFirst();
            if (node.equals("NodeB")) {
                agents.add(old);
                old = agents.removeFirst();
            }
            old.destroyForcibly().waitFor();
            start(node);
            awaitHealthy(node);
        }

        assertThat(pids()).isEqualTo(meanwhile);
        assertThat(epoch()).isEqualTo(epoch);
        assertThat(in("baton", "--version").orFail().out()).contains(Distribution.version());

        in("dpkg", "-r", "baton").orFail();
        assertThat(root.resolve("usr/lib/baton")).doesNotExist();
        assertThat(root.resolve("etc/baton/conf")).isDirectory();
        assertThat(root.resolve("var/lib/baton/generated")).isDirectory();

        endAgents();
        in("dpkg", "-P", "baton").orFail();
        for (var gone : List.of("etc/baton", "var/lib/baton", "var/log/baton", "usr/share/baton")) {
            assertThat(root.resolve(gone)).doesNotExist();
        }
        assertThat(in("getent", "passwd", "baton").exit()).isNotZero();
    }

    private void assertAWarmUpThatIsToldToEndLeavesNothing() throws IOException, InterruptedException {
        var warmUp = new ProcessBuilder("chroot", root.toString(), "baton", "warm-up", "--force")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("warm-up.out").toFile())
                .start();
        eventually(
                "the agent that it records has started its process",
                ofSeconds(90),
                () -> running().stream().anyMatch(command -> command.startsWith("sleep ")));
        warmUp.destroy();
        warmUp.waitFor();

        assertThat(running()).isEmpty();
        // What JVMs themselves leave there is not ours.
        assertThat(root.resolve("tmp")).isDirectoryNotContaining("glob:**/baton*");
        in("baton", "warm-up").orFail();
    }

    /** Command lines of all that runs in that Debian. */
    private List<String> running() {
        return ProcessHandle.allProcesses()
                .filter(process -> isIn(root, process.pid()))
                .map(process -> process.info().commandLine().orElse("").replaceFirst("^.*/(?=sleep )", ""))
                .toList();
    }

    private static boolean isIn(Path root, long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "root"))
                    .equals(root.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }

    private void endAgents() throws InterruptedException {
        agents.forEach(Process::destroy);
        for (var agent : agents) {
            agent.waitFor();
        }
    }

    private void start(String node) throws IOException {
        var command = new ArrayList<>(List.of("chroot", root.toString()));
        command.addAll(AS_BATON);
        command.addAll(List.of("/usr/lib/baton/bin/baton", "node", "--name", node));
        var log = folder.resolve(node + ".out").toFile();
        agents.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start());
    }

    private void awaitHealthy(String node) {
        eventually("all processes of %s run".formatted(node), ofSeconds(90), () -> {
            var shown = asBaton("--node", node, "check", "process", "--all");
            return shown.exit() == 0;
        });
    }

    /** Node, process and pid of all that runs. */
    private List<String> pids() {
        return Stream.of("NodeA", "NodeB")
                .flatMap(node ->
                        asBaton("--node", node, "mon").orFail().out().lines().map(line -> node + " " + line))
                .filter(line -> line.matches("Node[AB] +[0-9]+ .*"))
                .map(line -> line.replaceAll(" +", " ").replaceAll("^(\\S+ \\S+ \\S+).*", "$1"))
                .toList();
    }

    private String epoch() {
        return asBaton("mon-cluster", "--output", "json")
                .orFail()
                .out()
                .lines()
                .filter(line -> line.contains("\"epoch\""))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*\"epoch\" *: *([0-9]+).*", "$1");
    }

    private Commands.Result asBaton(String... words) {
        return in(Stream.concat(AS_BATON.stream(), Stream.concat(Stream.of("baton"), Stream.of(words)))
                .toArray(String[]::new));
    }

    private Commands.Result in(String... words) {
        return debian.in(words);
    }
}
