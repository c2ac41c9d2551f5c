package bench;

import io.github.batonha.client.Primary;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** A bean that waits for the promotion of its process: all beans are there when it starts, and its phase is before that of the web server. */
public final class PromotionAwaited implements SmartLifecycle {

    private boolean isRunning;

    @Override
    public void start() {
        try {
            // The twin, which records a cache, is not primaryOnly.
            isRunning = Boolean.getBoolean("bench.twin") || Primary.awaitPrimary(Duration.ofDays(10_000));
        } catch (InterruptedException e) {
            // Told to end: the context must not go on to open the port.
            throw new IllegalStateException("ends before its promotion", e);
        }
        Begun.say();
    }

    @Override
    public void stop() {
        isRunning = false;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
