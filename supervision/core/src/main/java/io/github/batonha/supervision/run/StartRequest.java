package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.SpawnRequest;
import io.github.batonha.supervision.spec.ResourceControl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a run is started from.
 *
 * @param wrapper see {@link Wrapper}; mostly none
 * @param environment all of it; the run table adds BATON_RUN, BATON_RUN_DIR and, for primaryOnly, BATON_PRIMARY_ONLY and
 *     BATON_EPOCH. Holds secrets: not shown by {@link #toString()}
 * @param secrets given as files of memory, each found by the variable {@code NAME_FILE}
 * @param output appended to, as is {@code errors}; made where it is missing
 * @param control limits of the whole run; mostly none
 * @param digest kept with the run; asked for once it is started
 */
public record StartRequest(
        String process,
        List<String> wrapper,
        List<String> argv,
        Map<String, String> environment,
        Map<String, String> secrets,
        Path directory,
        Path output,
        Path errors,
        int restarts,
        ResourceControl control,
        Supplier<LaunchDigest> digest) {

    public StartRequest {
        wrapper = List.copyOf(wrapper);
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        secrets = Map.copyOf(secrets);
    }

    /** Without secrets as files, and without limits. */
    public StartRequest(
            String process,
            List<String> wrapper,
            List<String> argv,
            Map<String, String> environment,
            Path directory,
            Path output,
            Path errors,
            int restarts,
            Supplier<LaunchDigest> digest) {
        this(
                process,
                wrapper,
                argv,
                environment,
                Map.of(),
                directory,
                output,
                errors,
                restarts,
                ResourceControl.NONE,
                digest);
    }

    /** With one more variable. */
    public StartRequest with(String variable, String value) {
        var more = new HashMap<>(environment);
        more.put(variable, value);
        return new StartRequest(
                process, wrapper, argv, more, secrets, directory, output, errors, restarts, control, digest);
    }

    /** With another command line. */
    public StartRequest with(List<String> other) {
        return new StartRequest(
                process, wrapper, other, environment, secrets, directory, output, errors, restarts, control, digest);
    }

    /** Otherwise the same. */
    public StartRequest with(Supplier<LaunchDigest> other) {
        return new StartRequest(
                process, wrapper, argv, environment, secrets, directory, output, errors, restarts, control, other);
    }

    /** With both of its outputs in one file. */
    public StartRequest to(Path file) {
        return new StartRequest(
                process, wrapper, argv, environment, secrets, directory, file, file, restarts, control, digest);
    }

    SpawnRequest marked(String run, Path marks, long epoch) {
        return new SpawnRequest(
                wrapper,
                argv,
                Marks.added(environment, process, run, marks, epoch),
                secrets,
                directory,
                output,
                errors);
    }

    @Override
    public String toString() {
        return "StartRequest[process=%s, argv=%s]".formatted(process, argv);
    }
}
