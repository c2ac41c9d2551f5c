package io.github.batonha.e2e.bench;

import io.github.batonha.client.AwaitsPrimary;
import io.github.batonha.client.Notify;
import io.github.batonha.client.Primary;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process that takes as many milliseconds to initialize itself as its argument says. It needs the readiness {@code notify}. */
@AwaitsPrimary
final class SlowStart {

    private SlowStart() {}

    public static void main(String[] arguments) throws InterruptedException {
        work(arguments);
    }

    static void work(String[] arguments) throws InterruptedException {
        Thread.sleep(Long.parseLong(arguments[0]));
        if (Primary.awaitPrimary(Duration.ofDays(1))) {
            Notify.ready();
            new CountDownLatch(1).await();
        }
    }
}
