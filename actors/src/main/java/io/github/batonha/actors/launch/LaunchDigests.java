package io.github.batonha.actors.launch;

import io.github.batonha.conf.launch.BatonsPart;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.run.LaunchDigest;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a process would be started from now. What is baton's own of it does not count: a new release is no change of the process. Files count by size and time of change: one that was copied anew counts as changed.
 * Reads files: off the actors' dispatcher.
 */
public final class LaunchDigests {

    private LaunchDigests() {}

    /** Of a process of the definition. */
    public static LaunchDigest of(BatonHome home, NodeDefinition definition, ChildSpec spec) {
        return look(home, definition, spec).get();
    }

    /** Looks at the files now; the digests, which a start need not wait for, are made when they are asked for. */
    static Supplier<LaunchDigest> look(BatonHome home, NodeDefinition definition, ChildSpec spec) {
        var own = BatonsPart.without(spec.argv());
        var files = files(home, spec, own);
        return () ->
                LaunchDigest.of(command(spec, own), definition.environment().defined(spec), files);
    }

    private static List<String> command(ChildSpec spec, List<String> own) {
        var launching = spec.launching();
        var words = new ArrayList<>(own);
        words.add("in " + spec.directory());
        words.add("port " + spec.port());
        words.add("as %s nice %d umask %s".formatted(launching.user(), launching.nice(), launching.umask()));
        words.addAll(launching.limits());
        words.addAll(launching.control().words());
        if (launching.secretsAsFiles()) {
            words.add("secrets as files");
        }
        // What it is given at its start alone; other probes take effect without one.
        if (spec.probes().hasSocket()) {
            words.add("notify watchdog " + spec.probes().watchdog());
        }
        return words;
    }

    private static List<String> files(BatonHome home, ChildSpec spec, List<String> words) {
        var files = new ArrayList<>(BatonsPart.files(words));
        if (!files.getFirst().startsWith(home.path())) {
            files.removeFirst();
        }
        spec.configFiles().forEach(name -> files.add(home.conf().resolve(name)));
        spec.launching().environmentFiles().forEach(file -> files.add(file.path()));
        return files.stream().map(LaunchDigests::stamp).toList();
    }

    private static String stamp(Path file) {
        try {
            return "%s %d %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException missing) {
            return file + " is not there";
        }
    }
}
