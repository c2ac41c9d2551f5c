package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

class FatalErrorTest {
    private static final int FATAL = 3;
    private static final int OTHER = 4;

    @Test
    void givenAnActorThatOverflowsItsStack_whenTheJvmEnds_thenAHookKnowsWhy() throws Exception {
        assertThat(exit("overflow")).isEqualTo(FATAL);
    }

    @Test
    void givenNoError_whenTheJvmEnds_thenAHookKnowsThatNoneWas() throws Exception {
        assertThat(exit("order")).isEqualTo(OTHER);
    }

    private static int exit(String how) throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ended.class.getName(),
                        how))
                .redirectErrorStream(true)
                .start();
        // Without a reader a full pipe would hold it up.
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    /** A JVM with the agent's settings that ends. */
    static final class Ended {
        private Ended() {}

        public static void main(String[] args) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> Runtime.getRuntime().halt(FatalError.endsTheJvm() ? FATAL : OTHER), "told-why"));
            var settings = ConfigFactory.parseMap(Map.of("pekko.actor.provider", "local"))
                    .withFallback(ConfigFactory.parseResources("agent.conf"))
                    .withFallback(ConfigFactory.defaultReferenceUnresolved())
                    .resolve();
            var system = ActorSystem.create(
                    Behaviors.<String>receiveMessage(message -> {
                        if (message.equals("overflow")) {
                            throw new StackOverflowError();
                        }
                        System.exit(0);
                        return Behaviors.same();
                    }),
                    "ended",
                    settings);
            system.tell(args[0]);
        }
    }
}
