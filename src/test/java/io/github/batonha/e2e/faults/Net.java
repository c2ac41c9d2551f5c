package io.github.batonha.e2e.faults;

import io.github.batonha.e2e.Commands;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Hosts as network namespaces, and the switch between them in this process: each direction between two hosts may lose, delay and
 * so reorder what is sent. Done here and not by the kernel's queueing disciplines, which many kernels lack. Needs root; nothing
 * leaves the machine.
 */
final class Net implements AutoCloseable {
    private static final Path NAMESPACES = Path.of("/var/run/netns");
    private static final String PREFIX = "bf" + ProcessHandle.current().pid() % 10_000;
    private static final String CARD = "eth0";
    private static final int FRAME_BYTES = 2048;
    private static final int MAC_BYTES = 6;
    private static final int LOOK_MILLIS = 100;

    private final String name;
    private final List<String> hosts;
    /** By host; which machine's is at the end of its cable can change. */
    private final List<Integer> taps = new CopyOnWriteArrayList<>();

    private final List<Integer> everyTap = new ArrayList<>();
    private final List<String> namespaces = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private final Map<String, Link> links = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private volatile boolean isOpen = true;

    /** What happens to frames in one direction between two hosts. */
    record Link(int lossPercent, Duration longestDelay) {
        static final Link GOOD = new Link(0, Duration.ZERO);
        static final Link CUT = new Link(100, Duration.ZERO);
    }

    private Net(String name, List<String> hosts) {
        this.name = name;
        this.hosts = List.copyOf(hosts);
    }

    /**
     * A network of the hosts, the n-th (from 1) at {@code 10.78.0.n}.
     *
     * @param name tells networks of this process apart; short, for it becomes part of names of the kernel
     */
    static Net of(String name, List<String> hosts, long seed) throws InterruptedException {
        var net = new Net(name, hosts);
        for (String host : hosts) {
            net.plugIn(host);
        }
        for (int from = 0; from < hosts.size(); from++) {
            int port = from;
            var random = new Random(seed + from);
            net.readers.add(Thread.ofPlatform().daemon().name("port-" + from).start(() -> net.forward(port, random)));
        }
        return net;
    }

    static String address(int index) {
        return "10.78.0." + (index + 1);
    }

    private void plugIn(String host) throws InterruptedException {
        taps.add(machine(namespace(host), taps.size()));
    }

    /**
     * Unplugs the host's cable and plugs it into a new machine of the same addresses.
     *
     * @return what to put before a command so that it runs there
     */
    List<String> replace(String host) throws InterruptedException {
        int index = hosts.indexOf(host);
        taps.set(index, machine(namespace(host) + "x", index));
        return on(namespaces.getLast());
    }

    /** Plugs the cable of a replaced host into its first machine again. */
    void putBack(String host) {
        int index = hosts.indexOf(host);
        taps.set(index, everyTap.get(index));
    }

    private int machine(String namespace, int index) throws InterruptedException {
        ip("netns", "add", namespace);
        namespaces.add(namespace);
        ip("-n", namespace, "link", "set", "lo", "up");
        int tap = Posix.openTap(NAMESPACES.resolve(namespace), CARD);
        everyTap.add(tap);
        ip("-n", namespace, "link", "set", CARD, "address", "02:00:00:00:00:%02x".formatted(index));
        ip("-n", namespace, "addr", "add", address(index) + "/24", "dev", CARD);
        ip("-n", namespace, "link", "set", CARD, "up");
        return tap;
    }

    void set(String from, String to, Link link) {
        links.put(from + ">" + to, link);
    }

    void heal() {
        links.clear();
    }

    /** What to put before a command so that it runs on the host's first machine. */
    List<String> onHost(String host) {
        return on(namespace(host));
    }

    private static List<String> on(String namespace) {
        return List.of("ip", "netns", "exec", namespace);
    }

    private void forward(int from, Random random) {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(FRAME_BYTES);
            while (isOpen) {
                int length = Posix.isReadable(taps.get(from), LOOK_MILLIS) ? Posix.read(taps.get(from), buffer) : 0;
                if (length > MAC_BYTES) {
                    deliver(from, buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), random);
                }
            }
        }
    }

    private void deliver(int from, byte[] frame, Random random) {
        boolean isForOne = frame[0] == 2;
        for (int to = 0; to < hosts.size(); to++) {
            if (to != from && (!isForOne || frame[MAC_BYTES - 1] == to)) {
                deliver(from, to, frame, random);
            }
        }
    }

    private void deliver(int from, int to, byte[] frame, Random random) {
        var link = links.getOrDefault(hosts.get(from) + ">" + hosts.get(to), Link.GOOD);
        if (random.nextInt(100) < link.lossPercent()) {
            return;
        }
        if (link.longestDelay().isZero()) {
            Posix.write(taps.get(to), frame);
        } else {
            long delay = random.nextLong(link.longestDelay().toNanos());
            var _ = later.schedule(() -> Posix.write(taps.get(to), frame), delay, TimeUnit.NANOSECONDS);
        }
    }

    private String namespace(String host) {
        return PREFIX + name + host;
    }

    @Override
    public void close() {
        isOpen = false;
        later.shutdownNow();
        try {
            for (Thread reader : readers) {
                reader.join();
            }
            var _ = later.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        everyTap.forEach(Posix::close);
        namespaces.forEach(namespace -> Commands.run(List.of("ip", "netns", "del", namespace), Map.of()));
    }

    private static void ip(String... words) {
        var command = new ArrayList<String>(List.of("ip"));
        command.addAll(List.of(words));
        Commands.run(command, Map.of()).orFail();
    }
}
