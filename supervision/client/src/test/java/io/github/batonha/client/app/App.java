package io.github.batonha.client.app;

import io.github.batonha.client.Primary;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** What the tests put on the leash: {@code App WHAT FILE}. */
public final class App {

    private static final List<byte[]> HOARD = new ArrayList<>();

    private App() {}

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[1]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file.resolveSibling("hook"), "ran")));
        switch (args[0]) {
            case "end" -> write(file, String.join(" ", args));
            case "hold" -> hold(file);
            case "family" -> {
                new ProcessBuilder("sh", "-c", family(file)).inheritIO().start();
                hold(file);
            }
            case "hide" -> hide(file);
            case "fill" -> {
                new ProcessBuilder("sh", "-c", "echo $$ >%s.child; exec sleep 1000".formatted(file)).start();
                passTime(Duration.ofSeconds(5)); // a child that the leash has had no time to see may live on
                fill(file);
            }
            case "listen" -> listen(file, () -> {});
            case "block" -> listen(file, App::block);
            case "throw" -> fail();
            case "exit" -> System.exit(7);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** A shell with a child, a grandchild in the background, and an orphan whose parent has ended; their pids are in files. */
    public static String family(Path file) {
        return "trap '' TERM; (sh -c 'trap \"\" TERM; echo $$ >%1$s.orphan; while :; do sleep 1; done' &) ; sleep 1000 & echo $! >%1$s.grandchild; echo $$ >%1$s.child; while :; do sleep 1; done"
                .formatted(file);
    }

    static void hold(Path file) throws InterruptedException {
        write(file, "held");
        new CountDownLatch(1).await();
    }

    /** Adds a line to the file for each thing that it is told, and then does something else before it returns. */
    private static void listen(Path file, Runnable afterDemotion) throws InterruptedException {
        Primary.listen(new Primary.Listener() {
            @Override
            public void promoted(long fencingToken) {
                append(file, "promoted %d held %b".formatted(fencingToken, Primary.isHeld()));
            }

            @Override
            public void demoted(long fencingToken) {
                append(file, "demoted %d held %b".formatted(fencingToken, Primary.isHeld()));
                afterDemotion.run();
            }
        });
        new CountDownLatch(1).await();
    }

    private static void block() {
        passTime(Duration.ofHours(1));
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does what it can to be in the way of somebody who wants to end it, short of malice. */
    private static void hide(Path file) throws InterruptedException {
        var silent = new PrintStream(PrintStream.nullOutputStream(), true);
        System.setErr(silent);
        System.setOut(silent);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
        write(file, "hidden");
        while (true) {
            Thread.getAllStackTraces().keySet().forEach(Thread::interrupt);
            Thread.onSpinWait();
        }
    }

    private static void passTime(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void fill(Path file) throws IOException {
        int size = 1 << 20;
        try (var out = new FileOutputStream(file.toFile())) {
            while (true) {
                try {
                    HOARD.add(new byte[size]);
                } catch (OutOfMemoryError e) {
                    if (size == 8) {
                        out.write('!'); // allocates nothing
                    }
                    size = Math.max(8, size / 2);
                }
            }
        }
    }

    private static void fail() {
        try {
            throw new IllegalArgumentException("inner");
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("outer", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
