package io.github.batonha.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program that is no JVM, stays until it has ended, and ends with its exit status. Leaves nothing of it behind: what
 * outlived this process would outlive the leash.
 */
final class CommandParent {

    private static final int EXIT_NOT_STARTED = 127;

    /** From SIGTERM to SIGKILL for what the program left running when it ended by itself. */
    private static final long LEFT_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long KILL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Thread main = Thread.currentThread();
    private boolean isStopping;
    private @Nullable Process program;

    private CommandParent() {}

    /** Does not return: ends this JVM. */
    static void run(List<String> command) throws InterruptedException {
        var parent = new CommandParent();
        Runtime.getRuntime().addShutdownHook(new Thread(parent::onSignal, "baton-leash-signal"));
        int status;
        try {
            status = parent.start(command).waitFor();
        } catch (IOException e) {
            System.err.println("baton: can't start '%s' (%s): check <command> and the PATH of the agent"
                    .formatted(command.get(0), e.getMessage()));
            Runtime.getRuntime().halt(EXIT_NOT_STARTED);
            return;
        }
        while (LeaseWatch.isEnding()) {
            LockSupport.park(); // it was the leash that killed the program; it halts this JVM with its own status
        }
        parent.endWhatIsLeft();
        Runtime.getRuntime().halt(status);
    }

    private synchronized Process start(List<String> command) throws IOException {
        if (isStopping) {
            throw new IOException("this process was told to stop before");
        }
        var started = new ProcessBuilder(command).inheritIO().start();
        program = started;
        return started;
    }

    /**
     * Baton signals a whole session, so the program has its own SIGTERM then, and a second one would make some programs give up
     * an orderly stop. Where this process does not lead a session, somebody signalled it alone, and it passes the signal on.
     */
    private void onSignal() {
        @Nullable Process running = noteStopping();
        if (running == null) {
            return;
        }
        if (!ProcessTree.isLeader()) {
            running.destroy();
        }
        try {
            main.join(); // it halts the JVM with the program's status
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Process noteStopping() {
        isStopping = true;
        return program;
    }

    private synchronized boolean isStopping() {
        return isStopping;
    }

    private void endWhatIsLeft() {
        if (!isStopping()) {
            ProcessTree.living().forEach(ProcessHandle::destroy);
        }
        if (!ProcessTree.isGoneWithin(LEFT_BEHIND_NANOS)) {
            ProcessTree.killUntilGone(KILL_NANOS);
        }
    }
}
