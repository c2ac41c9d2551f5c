package io.github.batonha.conf.launch;

import io.github.batonha.client.Leash;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What baton itself puts into command lines: its client jar, and the leash in front of a command. It differs from release to release and
 * is no change of the process: whoever compares command lines leaves it out.
 */
public final class BatonsPart {

    static final String LEASH = Leash.class.getName();
    static final String COMMAND = "--command";

    private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path");
    private static final int LEASH_WORDS = 5;

    private BatonsPart() {}

    /** The words of a command line that are not baton's; that a command has a leash is one word of them. */
    public static List<String> without(List<String> argv) {
        if (isLeashedCommand(argv)) {
            return Stream.concat(Stream.of(LEASH), argv.stream().skip(LEASH_WORDS))
                    .toList();
        }
        var words = new ArrayList<>(argv);
        var at = classPathOf(argv);
        if (at > 0) {
            words.set(
                    at,
                    Arrays.stream(argv.get(at).split(File.pathSeparator, -1))
                            .filter(entry -> !ClientJar.isOne(entry))
                            .collect(Collectors.joining(File.pathSeparator)));
        }
        return words;
    }

    /** The files that a command line of {@link #without} is executed from, as they stand in it: its program, then its class path. */
    public static List<Path> files(List<String> words) {
        var files = new ArrayList<Path>();
        files.add(Path.of(words.get(words.getFirst().equals(LEASH) ? 1 : 0)));
        var at = classPathOf(words);
        if (at > 0) {
            Arrays.stream(words.get(at).split(File.pathSeparator, -1))
                    .map(Path::of)
                    .forEach(files::add);
        }
        return files;
    }

    private static boolean isLeashedCommand(List<String> argv) {
        return argv.size() > LEASH_WORDS
                && argv.get(LEASH_WORDS - 2).equals(LEASH)
                && argv.get(LEASH_WORDS - 1).equals(COMMAND);
    }

    /** Where the class path stands, and 0 where there is none; what follows are arguments of the program. */
    private static int classPathOf(List<String> argv) {
        for (var i = 1; i < argv.size(); i++) {
            if (CLASS_PATH.contains(argv.get(i - 1))) {
                return i;
            }
        }
        return 0;
    }
}
