package io.github.batonha.conf.launch;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The jars of a module: its own, and whatever else lies in the folder of its name.
 *
 * @param own the jar that carries the module's name
 * @param all the own one first
 */
record ModuleJars(Path own, List<Path> all) {

    private static final Pattern NOT_TO_RUN = Pattern.compile(".*-(sources|javadoc|tests)\\.jar");
    private static final Pattern VERSION = Pattern.compile("-[0-9].*\\.jar|\\.jar");

    ModuleJars {
        all = List.copyOf(all);
    }

    /** Empty, with a problem reported, if there is none or more than one. Lists folders. */
    static Optional<ModuleJars> find(BatonHome home, String module, Place place, Findings findings) {
        var folder = home.lib().resolve(module);
        var inFolder = jars(folder, place, findings);
        var candidates = new ArrayList<>(jars(home.lib(), place, findings));
        candidates.addAll(inFolder);
        var own = candidates.stream().filter(jar -> isOf(module, jar)).toList();
        if (own.size() == 1) {
            var all = new ArrayList<>(own);
            inFolder.stream().filter(jar -> !own.contains(jar)).forEach(all::add);
            return Optional.of(new ModuleJars(own.getFirst(), all));
        }
        findings.problem(place, own.isEmpty() ? notFound(module, candidates) : ambiguous(home, module, own));
        return Optional.empty();
    }

    private static boolean isOf(String module, Path jar) {
        var name = fileName(jar);
        return name.startsWith(module)
                && VERSION.matcher(name.substring(module.length())).matches()
                && !isNotToRun(name);
    }

    /** Sources, documentation and tests are called like the jar that they belong to. */
    static boolean isNotToRun(String fileName) {
        return NOT_TO_RUN.matcher(fileName).matches();
    }

    private static String notFound(String module, List<Path> candidates) {
        var names = candidates.stream()
                .map(jar -> fileName(jar).replaceAll("(-[0-9].*)?\\.jar$", ""))
                .distinct()
                .toList();
        return "there is no jar of module %s: looked for %s.jar and %s-<version>.jar in lib and in lib/%s%s"
                .formatted(module, module, module, module, Nearest.hint(module, names, "; put it there"));
    }

    private static String ambiguous(BatonHome home, String module, List<Path> own) {
        return "there is more than one jar of module %s (%s): remove all but one"
                .formatted(
                        module,
                        own.stream()
                                .map(jar -> home.path().relativize(jar).toString())
                                .collect(Collectors.joining(", ")));
    }

    /** In the order of their names; none if the folder is not there. What can't be listed is a problem. */
    static List<Path> jars(Path folder, Place place, Findings findings) {
        return Listing.of(folder, place, findings).stream()
                .filter(path -> fileName(path).endsWith(".jar"))
                .toList();
    }

    private static String fileName(Path path) {
        return path.getFileName().toString();
    }
}
