package baton.supervision.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a run is started from.
 *
 * @param environment all of it; the run table adds BATON_RUN, BATON_RUN_DIR and, for primaryOnly, BATON_PRIMARY_ONLY and
 *     BATON_EPOCH. Holds secrets: not shown by {@link #toString()}
 * @param output appended to, as is {@code errors}; made where it is missing
 */
public record StartRequest(
        String process,
        List<String> argv,
        Map<String, String> environment,
        Path directory,
        Path output,
        Path errors,
        int restarts) {

    public StartRequest {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
        return "StartRequest[process=%s, argv=%s]".formatted(process, argv);
    }
}
