package baton.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Stands in for an agent that keeps pushing a lease page. */
final class Pushes implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LeasePage page;

    private Pushes(LeasePage page) {
        this.page = page;
    }

    /** Pushes at once, and then until it is closed or somebody else takes the page. */
    static Pushes start(Path file, long epoch, Duration lease) throws IOException {
        var pushes = new Pushes(LeasePage.openForWriting(file));
        Runnable push = () -> pushes.page.push(epoch, System.nanoTime() + lease.toNanos());
        push.run();
        pushes.timer.scheduleAtFixedRate(push, 50, 50, TimeUnit.MILLISECONDS);
        return pushes;
    }

    LeasePage stop() throws InterruptedException {
        close();
        if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new AssertionError("pushes don't end");
        }
        return page;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
