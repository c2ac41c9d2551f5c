package io.github.batonha.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A home whose users are served by WEB, a small JVM of the sample with a port; FEED and CONSOLIDATOR (primaryOnly) are plain commands. */
final class WebHome {
    static final String WEB = "WEB";
    static final String FEED = "FEED";
    static final String CONSOLIDATOR = "CONSOLIDATOR";
    static final int WEB_PORT = 9000;

    private static final String PROCESSES = """
            <processes>
                <process name="WEB">
                    <groupId>WEB</groupId>
                    <scheduleRestart>true</scheduleRestart>
                    <options>-Xms8m -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1</options>
                    <module>genesis-cluster</module>
                    <package>global.genesis.cluster</package>
                </process>
                <process name="FEED">
                    <groupId>MARKET</groupId>
                    <command>sh -c 'exec sleep 100000'</command>
                    <dependency>WEB</dependency>
                </process>
                <process name="CONSOLIDATOR">
                    <groupId>AUTH</groupId>
                    <command>sh -c 'exec sleep 100000'</command>
                    <primaryOnly>true</primaryOnly>
                </process>
            </processes>
            """;

    private WebHome() {}

    /** @param addresses node to address; the first is where install is run */
    static Path create(Path home, Map<String, String> addresses) {
        String hosts = new TreeMap<>(addresses)
                .entrySet().stream()
                        .map(host -> "host(name = \"%s\") { item(name = \"Address\", value = \"%s\") }"
                                .formatted(host.getKey(), host.getValue()))
                        .collect(Collectors.joining("\n"));
        try {
            LightHome.copy(Distribution.sampleHome().resolve("lib"), home.resolve("lib"));
            Files.createDirectories(home.resolve("conf"));
            Files.writeString(home.resolve("conf/web-processes.xml"), PROCESSES);
            Files.writeString(
                    home.resolve("conf/web-service-definitions.xml"),
                    "<configuration><service name=\"WEB\" port=\"%d\"/></configuration>".formatted(WEB_PORT));
            Files.writeString(home.resolve("conf/baton.conf"), "baton.drain.settle = 1 s");
            Files.writeString(home.resolve("conf/web-system-definition.kts"), """
                    systems {
                        system(name = "WEB") {
                            hosts {
                                %s
                            }
                            item(name = "BootstrapClass", value = "io.github.batonha.sample.Bootstrap")
                            item(name = "ReadyGroup", value = "WEB")
                        }
                    }
                    """.formatted(hosts));
            return home;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
