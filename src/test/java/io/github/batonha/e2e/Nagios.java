package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A real Nagios 4 with the services that baton ships, its templates as Debian has them, and a folder of its own. */
final class Nagios implements AutoCloseable {
    static final String OK = "0";
    static final String WARNING = "1";
    static final String CRITICAL = "2";

    private static final Path PROGRAM = Path.of("/usr/sbin/nagios4");
    private static final Path DEBIAN = Path.of("/etc/nagios4/objects");
    private static final String BY_SSH = "/usr/lib/nagios/plugins/check_by_ssh -H $HOSTADDRESS$ -C ";

    private final Path folder;
    private final Process process;

    /** @param process the one that is watched by itself */
    Nagios(Path folder, Path home, String process) throws IOException {
        this.folder = Files.createDirectories(folder);
        Files.createDirectories(folder.resolve("results"));
        var shipped = Files.readString(Distribution.project().resolve("k8s-free-deploy/monitoring/nagios-baton.cfg"));
        var check = "/usr/bin/env BATON_HOME=%s BATON_NODE=$HOSTNAME$ sh -c ".formatted(home);
        var services = shipped.replace(BY_SSH, check)
                .replace("/opt/baton/bin", Distribution.folder().resolve("bin").toString())
                .replace("GENESIS_ROUTER", process);
        Files.writeString(folder.resolve("baton.cfg"), services);
        var main = Files.writeString(folder.resolve("nagios.cfg"), main());
        Commands.run(List.of(PROGRAM.toString(), "-v", main.toString()), Map.of())
                .orFail();
        this.process = new ProcessBuilder(PROGRAM.toString(), main.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console").toFile())
                .start();
    }

    static boolean isHere() {
        return Files.isExecutable(PROGRAM) && Files.isDirectory(DEBIAN);
    }

    /** Its minute has three seconds. */
    private String main() {
        var user = System.getProperty("user.name");
        return """
                cfg_file=%1$s/commands.cfg
                cfg_file=%1$s/contacts.cfg
                cfg_file=%1$s/timeperiods.cfg
                cfg_file=%1$s/templates.cfg
                cfg_file=%2$s/baton.cfg
                log_file=%2$s/nagios.log
                log_archive_path=%2$s
                object_cache_file=%2$s/objects.cache
                precached_object_file=%2$s/objects.precache
                status_file=%2$s/status.dat
                state_retention_file=%2$s/retention.dat
                lock_file=%2$s/nagios.pid
                temp_file=%2$s/nagios.tmp
                temp_path=%2$s
                check_result_path=%2$s/results
                query_socket=%2$s/nagios.qh
                nagios_user=%3$s
                nagios_group=%3$s
                interval_length=3
                status_update_interval=1
                check_result_reaper_frequency=1
                service_inter_check_delay_method=n
                check_external_commands=0
                enable_notifications=0
                check_for_updates=0
                use_syslog=0
                """.formatted(DEBIAN, folder, user);
    }

    /**
     * Waits until the service has this state and its plugin printed these words, with its performance data. A check in the
     * middle of a change can give the state with other words.
     */
    void await(String node, String service, String state, String... words) {
        eventually("Nagios sees %s of %s in state %s".formatted(service, node, state), ofSeconds(90), () -> {
            var status = status(node, service);
            assertThat(field(status, "has_been_checked")).isEqualTo("1");
            assertThat(field(status, "current_state")).isEqualTo(state);
            assertThat(field(status, "plugin_output") + " | " + field(status, "performance_data"))
                    .contains(words);
            return true;
        });
    }

    private String status(String node, String service) {
        try {
            for (var block : Files.readString(folder.resolve("status.dat")).split("\n\n", -1)) {
                if (block.contains("servicestatus {")
                        && field(block, "host_name").equals(node)
                        && field(block, "service_description").equals(service)) {
                    return block;
                }
            }
        } catch (IOException e) {
            throw new AssertionError("Nagios has not written its status", e);
        }
        throw new AssertionError("Nagios knows no service %s of %s".formatted(service, node));
    }

    private static String field(String block, String name) {
        var matcher = Pattern.compile("(?m)^\\s*" + name + "=(.*)$").matcher(block);
        return matcher.find() ? matcher.group(1) : "";
    }

    @Override
    public void close() {
        Commands.end(process);
    }
}
