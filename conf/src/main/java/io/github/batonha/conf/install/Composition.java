package io.github.batonha.conf.install;

import io.github.batonha.conf.launch.ClientJar;
import io.github.batonha.conf.launch.Launch;
import io.github.batonha.conf.launch.Launcher;
import io.github.batonha.conf.launch.Placeholders;
import io.github.batonha.conf.launch.Programs;
import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.parsing.Durations;
import io.github.batonha.conf.processes.ControlTags;
import io.github.batonha.conf.processes.LaunchTags;
import io.github.batonha.conf.processes.MetricsTag;
import io.github.batonha.conf.processes.ProbeTags;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.RestartTags;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.KnownItem;
import io.github.batonha.supervision.cgroup.ControlGroups;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.GroupStrategy;
import io.github.batonha.supervision.spec.Launching;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes what one node runs from a revision: install does so to see whether it would work, the agent to run it. */
final class Composition {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,4}");
    private static final long MOST_SECONDS = 3600;

    private final BatonHome home;
    private final RevisionContent content;
    private final HostEntry self;
    private final Map<String, String> environment;
    private final Reporting reporting;
    private final ItemValues values;
    private final Path clientJar;

    Composition(
            BatonHome home,
            RevisionContent content,
            HostEntry self,
            Map<String, String> environment,
            Reporting reporting) {
        this.home = home;
        this.content = content;
        this.self = self;
        this.environment = environment;
        this.reporting = reporting;
        this.values = new ItemValues(content.itemsOf(self), environment, reporting.missing());
        this.clientJar = ClientJar.in(home);
    }

    /** To be used only if no problem was found on the way. Reads jars and lists folders. */
    NodeDefinition node(String machine, String hash) {
        var table = new HostTable(content, environment, reporting.missing(), reporting.problems());
        var ports = new PortTable(content, values, reporting.problems());
        var strategies = RestartTags.strategies(HostProcesses.all(self, content));
        var host = table.host(self, machine);
        var placeholders = new Placeholders(
                home,
                host,
                content.itemsOf(self),
                environment,
                ports.variables(),
                reporting.problems(),
                reporting.missing());
        var entries = host.isWitness() ? List.<ProcessEntry>of() : HostProcesses.on(self, content);
        var processes = entries.stream()
                .flatMap(entry -> process(placeholders.expand(entry), placeholders, ports, strategies).stream())
                .toList();
        return new NodeDefinition(
                content.system(),
                host,
                table.hosts(machine),
                processes,
                new ItemEnvironment(
                        environment,
                        HostProcesses.itemsOfProcesses(self, content),
                        ports.variables(),
                        content.settings().database().passwordItem()),
                hash,
                settings(),
                new HealthItems(content, self, values, ports, reporting.problems()).read(),
                isTrue(KnownItem.PRIMARY_IF_SINGLE_NODE).orElse(false)
                        && content.hosts().size() == 1,
                HostProcesses.placements(content));
    }

    private Optional<ChildSpec> process(
            ProcessEntry entry, Placeholders placeholders, PortTable ports, Map<String, GroupStrategy> strategies) {
        var isStarted = entry.isTrue(Tag.START, true);
        var own = isStarted ? reporting : reporting.apart();
        var programs = new Programs(home, values, Path.of(System.getProperty("java.home")), own.ofOneStart());
        var launcher = new Launcher(home, values, programs, placeholders, clientJar, own.problems(), own.ofOneStart());
        var launch = launcher.launch(entry);
        if (launch.isEmpty() && !isStarted) {
            launch = Optional.of(launcher.refused(entry));
        }
        var child = launch.map(found -> child(entry, found, ports, strategies, own.ofOneStart()));
        if (!isStarted) {
            tellOfLater(entry, own.problems());
        }
        return child;
    }

    /** What a process lacks that nobody starts yet keeps nothing from being installed. */
    private void tellOfLater(ProcessEntry entry, Findings lacking) {
        var problems = reporting.problems();
        lacking.warnings().forEach(warning -> problems.warning(warning.place(), warning.message()));
        lacking.problems()
                .forEach(problem -> problems.warning(
                        problem.place(),
                        "%s (before you start %s, which is not started by itself; then give baton apply)"
                                .formatted(problem.message(), entry.name())));
    }

    private ChildSpec child(
            ProcessEntry entry,
            Launch launch,
            PortTable ports,
            Map<String, GroupStrategy> strategies,
            Findings ofOneStart) {
        var group = entry.text(Tag.GROUP_ID).orElse("");
        return ChildSpec.of(entry.name(), launch.argv().toArray(String[]::new))
                .group(group)
                .groupStrategy(strategies.getOrDefault(group, GroupStrategy.ONE_FOR_ONE))
                .description(entry.text(Tag.DESCRIPTION).orElse(""))
                .start(entry.isTrue(Tag.START, true))
                .primaryOnly(entry.isTrue(Tag.PRIMARY_ONLY, false))
                .restart(RestartTags.rules(entry, content.settings().restarts()))
                .environment(entry.environment())
                .directory(directory(entry, ofOneStart))
                .port(ports.of(entry))
                .dependencies(entry.list(Tag.DEPENDENCY))
                .stopWithin(entry.text(Tag.STOP_WITHIN)
                        .flatMap(Durations::parse)
                        .orElse(content.settings().stopWithin()))
                .configFiles(Stream.of(Tag.CONFIG, Tag.SCRIPT, Tag.CONFIG_OVERRIDES_FILE)
                        .flatMap(tag -> entry.list(tag).stream())
                        .toList())
                .version(launch.version())
                .launching(launching(entry, launch.argv(), ofOneStart))
                .probes(ProbeTags.probes(entry, ports.of(entry), reporting.problems()))
                .metrics(MetricsTag.endpoint(entry))
                .build();
    }

    private Launching launching(ProcessEntry entry, List<String> argv, Findings ofOneStart) {
        var launching = LaunchTags.launching(
                entry,
                home.path(),
                content.settings().restarts().standby(),
                content.settings().aot().mode());
        LaunchTags.checkFiles(entry, launching, ofOneStart);
        ControlTags.check(entry, ControlGroups::impossible, HeapCheck.heap(argv), ofOneStart);
        return launching;
    }

    private Path directory(ProcessEntry entry, Findings ofOneStart) {
        var directory = entry.text(Tag.DIRECTORY)
                .map(text -> home.path().resolve(text).normalize())
                .orElse(home.path());
        if (!Files.isDirectory(directory)) {
            ofOneStart.problem(
                    entry.placeOf(Tag.DIRECTORY),
                    "<directory> is %s, which is no folder: make it, or correct the path".formatted(directory));
        }
        return directory;
    }

    private AgentSettings settings() {
        var settings = dependencyTimeout()
                .map(timeout -> content.settings().withDependencyTimeout(timeout))
                .orElse(content.settings());
        return isTrue(KnownItem.LOG_ARCHIVING)
                .map(isOn -> settings.withLogs(settings.logs().withArchiveAtStart(isOn)))
                .orElse(settings);
    }

    private Optional<Boolean> isTrue(KnownItem known) {
        return SwitchItem.isTrue(known, values, reporting.problems());
    }

    private Optional<Duration> dependencyTimeout() {
        var item = values.find(KnownItem.PROCESS_DEPENDENCY_TIMEOUT);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        var text = item.get().text();
        var seconds = SECONDS.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (seconds < 1 || seconds > MOST_SECONDS) {
            reporting
                    .problems()
                    .problem(
                            item.get().place(),
                            "item \"ProcessDependencyTimeoutSeconds\" is \"%s\", but must be a number of seconds from 1 to %d"
                                    .formatted(text, MOST_SECONDS));
        }
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
