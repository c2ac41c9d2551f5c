package io.github.batonha.conf.launch;

import java.util.List;

/**
 * How a process is started.
 *
 * @param argv program first
 * @param version Implementation-Version of the module's jar, empty where it has none
 */
public record Launch(List<String> argv, String version) {

    public Launch {
        argv = List.copyOf(argv);
    }
}
