package io.github.batonha.actors.node;

import java.util.Arrays;

/** An error after which Pekko ends the JVM, such as a stack overflow or a class that can't be loaded. */
final class FatalError {

    private FatalError() {}

    /** Whether one is why the JVM ends. For shutdown hooks, which are not told; whoever ends the JVM waits for them meanwhile. */
    static boolean endsTheJvm() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getMethodName().equals("uncaughtException")
                        && frame.getClassName().startsWith("org.apache.pekko.actor.ActorSystemImpl"));
    }
}
