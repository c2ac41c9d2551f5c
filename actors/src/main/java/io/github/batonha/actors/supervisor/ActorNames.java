package io.github.batonha.actors.supervisor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Process names as parts of actor paths, which allow fewer characters. */
final class ActorNames {

    private ActorNames() {}

    static String of(String process) {
        return "process-" + URLEncoder.encode(process, StandardCharsets.UTF_8);
    }
}
