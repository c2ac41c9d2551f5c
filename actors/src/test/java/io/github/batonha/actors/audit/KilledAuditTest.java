package io.github.batonha.actors.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent is killed while it records as fast as it can: each order that it went on with is on record. */
class KilledAuditTest {

    private static final int KILLS = 3;
    private static final int ORDERS_EACH = 20;

    @TempDir
    private Path folder;

    /** Says of each order that it would carry it out. */
    static final class OrdersMain {
        private OrdersMain() {}

        public static void main(String[] args) throws IOException {
            var folder = Path.of(args[0]);
            var act = new Act("os:alice", "ADMIN", "unix socket", "POST /api/v1/primary", "x".repeat(500), "r");
            try (var audit = AuditLog.of(folder, folder, 20_000, InstantSource.system(), System::nanoTime)) {
                while (true) {
                    System.out.println(audit.before(act));
                }
            }
        }
    }

    @Test
    void whenKilledAgainAndAgain_thenTheChainIsIntactAndHoldsEachOrderThatWasCarriedOut() throws Exception {
        var last = 0L;
        for (var kill = 0; kill < KILLS; kill++) {
            var out = folder.resolve("out-" + kill);
            var agent = agent(out);
            try {
                Await.until("orders are recorded", () -> {
                    assertThat(agent.isAlive()).isTrue();
                    return numbers(out).size() > ORDERS_EACH;
                });
            } finally {
                agent.destroyForcibly().waitFor();
            }

            assertThat(numbers(out).getFirst()).isGreaterThan(last);
            last = numbers(out).getLast();
            var verification = Verification.ofNode(folder, folder);
            assertThat(verification.fault()).isNull();
            assertThat(verification.last().number()).isGreaterThanOrEqualTo(last);
        }
    }

    /** Whole lines alone: the last one may be half written. */
    private static List<Long> numbers(Path out) throws IOException {
        var text = Files.readString(out);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(Long::valueOf)
                .toList();
    }

    private Process agent(Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrdersMain.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("err").toFile())
                .redirectOutput(out.toFile())
                .start();
    }
}
