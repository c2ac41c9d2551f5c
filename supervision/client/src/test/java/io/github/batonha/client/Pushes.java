package io.github.batonha.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Stands in for an agent that keeps pushing a lease page. */
final class Pushes implements AutoCloseable {

    private final LeasePage page;
    private final Thread thread;
    private volatile boolean isStopped;

    private Pushes(LeasePage page, long epoch, Duration lease) {
        this.page = page;
        this.thread = new Thread(() -> {
            while (!isStopped) {
                page.push(epoch, System.nanoTime() + lease.toNanos());
                LockSupport.parkNanos(50_000_000);
            }
        });
    }

    /** Has pushed once when it returns. */
    static Pushes start(Path file, long epoch, Duration lease) throws IOException {
        var page = LeasePage.openForWriting(file);
        page.push(epoch, System.nanoTime() + lease.toNanos());
        var pushes = new Pushes(page, epoch, lease);
        pushes.thread.start();
        return pushes;
    }

    /** The page, which nobody pushes any more. */
    LeasePage stop() throws InterruptedException {
        isStopped = true;
        thread.join();
        return page;
    }

    @Override
    public void close() {
        isStopped = true;
    }
}
