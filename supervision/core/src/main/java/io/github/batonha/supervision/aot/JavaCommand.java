package io.github.batonha.supervision.aot;

import io.github.batonha.client.Leash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Command line of a JVM as baton composes it.
 *
 * @param program which java
 * @param options of the JVM, those of its environment last
 * @param classPath as it stands in the command line
 * @param mainClass of the application
 */
public record JavaCommand(String program, List<String> options, String classPath, String mainClass) {

    private static final String LAUNCHER = Leash.class.getName();
    private static final List<String> OF_ENVIRONMENT =
            List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");
    private static final List<String> AGENTS = List.of("-javaagent:", "-agentlib:", "-agentpath:", "-Xrun");
    private static final List<String> MODULES = List.of(
            "--patch-module", "--upgrade-module-path", "--limit-modules", "--module-path", "-p", "-Xbootclasspath");
    private static final List<String> OF_ARCHIVES = List.of(
            "-Xshare:",
            "-XX:AOT",
            "-XX:SharedArchiveFile",
            "-XX:SharedClassListFile",
            "-XX:ArchiveClassesAtExit",
            "-XX:DumpLoadedClassList",
            "-XX:+AutoCreateSharedArchive",
            "-XX:+RecordDynamicDumpInfo");
    private static final List<String> OF_FILES = List.of("@", "-XX:Flags=", "-XX:VMOptionsFile=");

    /** These decide nothing of what a JVM loads, or of how. */
    private static final List<String> WITHOUT_EFFECT = List.of("-D", "-Xlog", "-Xms", "-Xss", "-verbose");

    public JavaCommand {
        options = List.copyOf(options);
    }

    /** Empty for a {@code <command>}. */
    public static Optional<JavaCommand> of(List<String> argv, Map<String, String> environment) {
        for (var at = 1; at + 3 < argv.size(); at++) {
            if (argv.get(at).equals("-cp") && argv.get(at + 2).equals(LAUNCHER)) {
                var isCommand = argv.get(at + 3).equals("--command");
                return isCommand
                        ? Optional.empty()
                        : Optional.of(new JavaCommand(
                                argv.getFirst(),
                                withThoseOf(environment, argv.subList(1, at)),
                                argv.get(at + 1),
                                argv.get(at + 3)));
            }
        }
        return Optional.empty();
    }

    private static List<String> withThoseOf(Map<String, String> environment, List<String> options) {
        var all = new ArrayList<>(options);
        for (var name : OF_ENVIRONMENT) {
            Arrays.stream(environment.getOrDefault(name, "").split("\\s+", -1))
                    .filter(word -> !word.isEmpty())
                    .forEach(all::add);
        }
        return all;
    }

    /** Jars and folders, in their order. */
    public List<String> entries() {
        return Arrays.stream(classPath.split(":", -1))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** Options that decide whether a cache fits. */
    List<String> decisiveOptions() {
        return options.stream()
                .filter(option -> WITHOUT_EFFECT.stream().noneMatch(option::startsWith))
                .toList();
    }

    /** Why its options allow no cache; empty where they do. */
    Optional<String> obstacle() {
        return options.stream().flatMap(option -> obstacle(option).stream()).findFirst();
    }

    private static Optional<String> obstacle(String option) {
        if (startsWithOneOf(option, OF_ARCHIVES)) {
            return Optional.of("its option %s decides about caches by itself".formatted(option));
        }
        if (startsWithOneOf(option, AGENTS)) {
            return Optional.of("a JVM with %s, which may change classes, can't use one".formatted(option));
        }
        if (startsWithOneOf(option, MODULES)) {
            return Optional.of("a JVM with %s, which changes where classes come from, can't use one".formatted(option));
        }
        return startsWithOneOf(option, OF_FILES)
                ? Optional.of("its option %s names a file with further options, which are not known".formatted(option))
                : Optional.empty();
    }

    private static boolean startsWithOneOf(String option, List<String> beginnings) {
        return beginnings.stream().anyMatch(option::startsWith);
    }
}
