package io.github.batonha.e2e;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A home with few and small processes: FEED and its dependant GATEWAY are plain commands, CONSOLIDATOR is a primaryOnly JVM
 * of the sample that records when it ran.
 */
final class LightHome {
    static final String FEED = "FEED";
    static final String GATEWAY = "GATEWAY";
    static final String CONSOLIDATOR = "CONSOLIDATOR";

    private static final String PROCESSES = """
            <processes>
                <process name="FEED">
                    <groupId>MARKET</groupId>
                    <start>true</start>
                    <scheduleRestart>true</scheduleRestart>
                    <command>sh -c 'exec sleep 100000'</command>
                </process>
                <process name="GATEWAY">
                    <groupId>MARKET</groupId>
                    <start>true</start>
                    <command>sh -c 'exec sleep 100000'</command>
                    <dependency>FEED</dependency>
                </process>
                <process name="CONSOLIDATOR">
                    <groupId>AUTH</groupId>
                    <start>true</start>
                    <scheduleRestart>true</scheduleRestart>
                    <options>-Xms8m -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1</options>
                    <module>genesis-consolidator2</module>
                    <package>global.genesis.consolidator2</package>
                    <primaryOnly>true</primaryOnly>
                </process>
            </processes>
            """;

    private static final String SERVICES = """
            <configuration>
                <service host="localhost" name="CONSOLIDATOR" port="8005"/>
            </configuration>
            """;

    private LightHome() {}

    /**
     * Lays out a home.
     *
     * @param record the file in which every consolidator of the cluster records its runs
     * @param addresses node to address, in the order of the names
     */
    static Path create(Path home, Path record, Map<String, String> addresses) {
        try {
            copy(Distribution.sampleHome().resolve("lib"), home.resolve("lib"));
            Files.createDirectories(home.resolve("conf"));
            Files.writeString(home.resolve("conf/light-processes.xml"), PROCESSES);
            Files.writeString(home.resolve("conf/light-service-definitions.xml"), SERVICES);
            define(home, record, addresses);
            return home;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the system definition anew. */
    static void define(Path home, Path record, Map<String, String> addresses) {
        String hosts = new TreeMap<>(addresses)
                .entrySet().stream()
                        .map(host -> "host(name = \"%s\") { item(name = \"Address\", value = \"%s\") }"
                                .formatted(host.getKey(), host.getValue()))
                        .collect(Collectors.joining("\n                "));
        try {
            Files.writeString(home.resolve("conf/light-system-definition.kts"), """
                    systemDefinition {
                        systems {
                            system(name = "LIGHT") {
                                hosts {
                                    %s
                                }
                                item(name = "BootstrapClass", value = "io.github.batonha.sample.Bootstrap")
                                item(name = "ConsolidatorRecord", value = "%s")
                            }
                        }
                    }
                    """.formatted(hosts, record));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
