package io.github.batonha.supervision.aot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Form of a start-up cache, which the version of the JVM decides. */
public enum CacheForm {
    /** AOT cache: the run records what it loads, and another JVM makes the cache of that (JEP 483, 514, 515). */
    AOT("aot", "AOT cache"),
    /** Archive of classes, which the run writes at its end (JEP 350). */
    CLASSES("jsa", "AppCDS archive");

    private static final int FIRST_WITH_ARCHIVE = 17;
    private static final int FIRST_WITH_AOT = 25;

    private final String suffix;
    private final String shown;

    CacheForm(String suffix, String shown) {
        this.suffix = suffix;
        this.shown = shown;
    }

    /** Of a JVM of this version; empty where it is too old. */
    static Optional<CacheForm> of(int feature) {
        return feature >= FIRST_WITH_AOT
                ? Optional.of(AOT)
                : feature >= FIRST_WITH_ARCHIVE ? Optional.of(CLASSES) : Optional.empty();
    }

    static Optional<CacheForm> withSuffix(String suffix) {
        return Arrays.stream(values())
                .filter(form -> form.suffix.equals(suffix))
                .findFirst();
    }

    /** End of the name of a cache, without the dot. */
    public String suffix() {
        return suffix;
    }

    /** For people. */
    public String shown() {
        return shown;
    }

    /** Whether a run writes a recording that a JVM of its own has to make a cache of. */
    public boolean isAssembled() {
        return this == AOT;
    }

    /** The command line with the cache. A JVM that can't use it says so and starts without it. */
    public List<String> using(String cache, List<String> argv) {
        return switch (this) {
            case AOT -> with(argv, List.of("-XX:AOTCache=" + cache));
            case CLASSES -> with(argv, List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + cache));
        };
    }

    /** The command line of a run that records. */
    public List<String> recording(String recording, List<String> argv) {
        return switch (this) {
            case AOT -> with(argv, List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording));
            case CLASSES -> with(argv, List.of("-XX:ArchiveClassesAtExit=" + recording));
        };
    }

    /** The command line that makes a cache of a recording; it runs nothing of the application. */
    public static List<String> assembling(String recording, String cache, JavaCommand java) {
        var words = new ArrayList<String>();
        words.add(java.program());
        words.addAll(java.options());
        words.addAll(List.of(
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + recording,
                "-XX:AOTCache=" + cache,
                "-cp",
                java.classPath()));
        return words;
    }

    /** Behind the program, before all that the definition says. */
    private static List<String> with(List<String> argv, List<String> options) {
        var words = new ArrayList<>(argv);
        words.addAll(1, options);
        return words;
    }
}
