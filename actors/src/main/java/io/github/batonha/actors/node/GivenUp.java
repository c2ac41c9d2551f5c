package io.github.batonha.actors.node;

import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.supervision.os.ListeningSockets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An ActorSystem that does not end, which the agent leaves behind. Its actors are gone; some of its threads and sockets are not. */
final class GivenUp {

    private static final Logger LOG = LoggerFactory.getLogger(GivenUp.class);
    private static final int MOST_FRAMES = 12;

    private GivenUp() {}

    /** Frees its ports for the next one, which could never start otherwise, and logs what its threads do. */
    static void leave(HostDefinition host) {
        var silenced = ListeningSockets.silence(host.clusterPort()) + ListeningSockets.silence(host.httpPort());
        LOG.error(
                "The ActorSystem has not ended without its connections either; going on without it, listeners silenced={}, its threads:{}",
                silenced,
                threads(Thread.getAllStackTraces()));
    }

    /** Those of actors that are about something. */
    static String threads(Map<Thread, StackTraceElement[]> all) {
        return all.entrySet().stream()
                .filter(each -> each.getKey().getName().startsWith(Addresses.SYSTEM + "-"))
                .filter(each -> Stream.of(each.getValue()).anyMatch(frame -> !isOfThePool(frame)))
                .map(each -> "\n%s\n%s"
                        .formatted(
                                each.getKey().getName(),
                                Stream.of(each.getValue())
                                        .limit(MOST_FRAMES)
                                        .map(frame -> "  at " + frame)
                                        .collect(Collectors.joining("\n"))))
                .collect(Collectors.joining());
    }

    private static boolean isOfThePool(StackTraceElement frame) {
        var name = frame.getClassName();
        return name.startsWith("java.util.concurrent.")
                || name.startsWith("jdk.internal.misc.")
                || name.startsWith("java.lang.");
    }
}
