package io.github.batonha.conf.processes;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.parsing.Ports;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code *-service-definitions.xml}: the ports of processes. */
public final class ServicesReader {

    public static final String SUFFIX = "-service-definitions.xml";

    private static final Set<String> ATTRIBUTES = Set.of("name", "port", "host", "secure", "external");

    private final ConfFile file;
    private final StrayText strayText;
    private final Map<String, Service> services;
    private final Findings findings;

    private ServicesReader(ConfFile file, String text, Map<String, Service> services, Findings findings) {
        this.file = file;
        this.strayText = new StrayText(file, text, findings);
        this.services = services;
        this.findings = findings;
    }

    /** Adds the services of one file to those of others; a name that is there already is a problem. */
    public static void read(ConfFile file, String text, Map<String, Service> services, Findings findings) {
        var reader = new ServicesReader(file, text, services, findings);
        XmlTree.read(file, text, findings).ifPresent(reader::root);
    }

    private void root(Element root) {
        if (!root.name().equals("configuration")) {
            findings.problem(
                    file.at(root.line()),
                    "<%s> is not what such a file begins with: put the services into <configuration>"
                            .formatted(root.name()));
            return;
        }
        strayText.check(root);
        for (var child : root.children()) {
            if (child.name().equals("service")) {
                service(child);
            } else {
                findings.problem(
                        file.at(child.line()),
                        "<%s> can't stand in <configuration>: only <service name=\"…\" port=\"…\"/> can"
                                .formatted(child.name()));
            }
        }
    }

    private void service(Element element) {
        strayText.check(element);
        for (var attribute : element.children()) {
            checkAttribute(attribute);
        }
        var name = element.child("name").map(Element::text).orElse("");
        if (name.isEmpty()) {
            findings.problem(
                    file.at(element.line()), "this service has no name: write <service name=\"…\" port=\"…\"/>");
        }
        var port = port(element, name);
        if (!name.isEmpty() && port.isPresent()) {
            var isExternal = element.child("external")
                    .filter(attribute -> attribute.text().equalsIgnoreCase("true"))
                    .isPresent();
            add(new Service(name, port.get(), isExternal, file.at(element.line())));
        }
    }

    private void checkAttribute(Element attribute) {
        var text = attribute.text().toLowerCase(Locale.ROOT);
        if (!ATTRIBUTES.contains(attribute.name())) {
            var valid = new ArrayList<>(ATTRIBUTES);
            valid.sort(null);
            findings.problem(
                    file.at(attribute.line()),
                    "%s is not an attribute of a service%s"
                            .formatted(
                                    attribute.name(),
                                    Nearest.hint(
                                            attribute.name(),
                                            valid,
                                            ": its attributes are " + String.join(", ", valid))));
        } else if (Set.of("secure", "external").contains(attribute.name())
                && !List.of("true", "false").contains(text)) {
            findings.problem(
                    file.at(attribute.line()),
                    "%s is \"%s\", but must be true or false".formatted(attribute.name(), attribute.text()));
        }
    }

    private Optional<Integer> port(Element element, String name) {
        var text = element.child("port").map(Element::text).orElse("");
        var port = Ports.parse(text);
        if (port.isEmpty()) {
            findings.problem(
                    file.at(element.line()),
                    text.isEmpty()
                            ? "service %s has no port: add port=\"…\"".formatted(name)
                            : "port of service %s is \"%s\", but must be a number from 1 to 65535"
                                    .formatted(name, text));
        }
        return port;
    }

    private void add(Service service) {
        var earlier = services.putIfAbsent(service.name(), service);
        if (earlier != null) {
            findings.problem(
                    service.place(),
                    "service %s is already defined at %s: remove one".formatted(service.name(), earlier.place()));
        }
    }
}
