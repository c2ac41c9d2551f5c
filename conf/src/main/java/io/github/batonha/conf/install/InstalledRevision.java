package io.github.batonha.conf.install;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.LocalHost;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.system.HostNames;
import java.util.List;
import java.util.Map;

/** The revision that the last {@code baton install} wrote. Reads files; any thread. */
public final class InstalledRevision {

    private InstalledRevision() {}

    /**
     * What the agent of a node runs from.
     *
     * @param environment the agent's own, in which references are looked up
     * @throws ConfigurationException not installed, damaged, the node is no host of the system, or a jar is gone
     */
    public static NodeDefinition load(BatonHome home, String nodeName, Map<String, String> environment) {
        var stored = new RevisionFile(home).read();
        var content = stored.content();
        var self = content.host(nodeName).orElseThrow(() -> noHost(nodeName, content));
        var findings = new Findings();
        var node = new Composition(home, content, self, environment, Reporting.whenLoading(findings))
                .node(nodeName, stored.hash());
        throwProblems(findings);
        return node;
    }

    /**
     * The hosts of the system, for those who only look for agents. LOCAL_HOST has this machine's name.
     *
     * @param environment in which references are looked up
     * @throws ConfigurationException not installed, damaged, or a variable is missing
     */
    public static List<HostDefinition> hosts(BatonHome home, Map<String, String> environment) {
        var content = new RevisionFile(home).read().content();
        var findings = new Findings();
        var hosts = new HostTable(content, environment, findings::problem, findings).hosts(LocalHost.name());
        throwProblems(findings);
        return hosts;
    }

    private static void throwProblems(Findings findings) {
        if (findings.hasProblems()) {
            throw new ConfigurationException(findings.problems());
        }
    }

    private static ConfigurationException noHost(String nodeName, RevisionContent content) {
        return new ConfigurationException(HostNames.of(content.hosts(), nodeName)
                .notFound("system \"%s\" has no host".formatted(content.system()), "baton node"));
    }
}
