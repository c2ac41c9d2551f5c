package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A real balancer with a configuration of ours; only addresses and ports are put in, as operators have to. */
final class RunningBalancer implements AutoCloseable {
    private final Process process;
    private final URI url;
    private final Path control;
    private final Path log;

    private RunningBalancer(Process process, URI url, Path control, Path log) {
        this.process = process;
        this.url = url;
        this.control = control;
        this.log = log;
    }

    static Path configuration(String name) {
        return Distribution.folder().resolve("share/balancer").resolve(name);
    }

    /** {@code at} is where users come in; {@code addresses} are those of the nodes. */
    static RunningBalancer haproxy(
            String configuration, Path folder, InetSocketAddress at, Map<String, String> addresses) {
        return haproxy(configuration, folder, at, addresses, "parse-resolv-conf");
    }

    /** {@code resolver} is the line that says where names are looked up. */
    static RunningBalancer haproxy(
            String configuration, Path folder, InetSocketAddress at, Map<String, String> addresses, String resolver) {
        try {
            Path control = folder.resolve(configuration + ".socket");
            String text = withAddresses(Files.readString(configuration(configuration)), addresses)
                    .replace("bind :80", "bind " + text(at))
                    .replace("parse-resolv-conf", resolver)
                    .replace("\nglobal\n", "\nglobal\n    stats socket %s level admin\n".formatted(control));
            Path file = Files.writeString(folder.resolve(configuration), text);
            Commands.run(List.of("haproxy", "-c", "-f", file.toString()), Map.of())
                    .orFail();
            return start(List.of("haproxy", "-db", "-f", file.toString()), file, at, control);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static RunningBalancer nginx(Path folder, InetSocketAddress at, Map<String, String> addresses) {
        try {
            String text = withAddresses(Files.readString(configuration("nginx.conf")), addresses)
                    .replace("listen 80", "listen " + text(at));
            Path file = Files.writeString(folder.resolve("nginx.conf"), text);
            Path main = Files.writeString(folder.resolve("nginx-main.conf"), """
                    daemon off;
                    master_process on;
                    worker_processes 1;
                    pid %1$s/nginx.pid;
                    error_log %1$s/nginx.error;
                    events {}
                    http {
                        access_log off;
                        client_body_temp_path %1$s/nginx-body;
                        proxy_temp_path %1$s/nginx-proxy;
                        fastcgi_temp_path %1$s/nginx-fastcgi;
                        uwsgi_temp_path %1$s/nginx-uwsgi;
                        scgi_temp_path %1$s/nginx-scgi;
                        include %2$s;
                    }
                    """.formatted(folder, file));
            Commands.run(List.of("nginx", "-t", "-c", main.toString()), Map.of())
                    .orFail();
            return start(List.of("nginx", "-c", main.toString()), file, at, folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String withAddresses(String text, Map<String, String> addresses) {
        for (var node : addresses.entrySet()) {
            text = text.replace(node.getKey() + ":", node.getValue() + ":");
        }
        return text;
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private static RunningBalancer start(List<String> command, Path file, InetSocketAddress at, Path control)
            throws IOException {
        Path log = file.resolveSibling(file.getFileName() + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        eventually(command.getFirst() + " accepts connections", ofSeconds(90), () -> {
            try (var socket = new Socket(at.getAddress(), at.getPort())) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
        return new RunningBalancer(process, URI.create("http://" + text(at)), control, log);
    }

    URI url() {
        return url;
    }

    /** When HAProxy took servers out and in again, and why. */
    String changes() {
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("Server ")).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What HAProxy thinks of a server: {@code UP}, {@code NOLB}, {@code DOWN}, perhaps with the next step on the way. */
    String state(String backend, String server) {
        for (String line : ask("show stat").split("\n", -1)) {
            String[] fields = line.split(",", -1);
            if (fields.length > 17 && fields[0].equals(backend) && fields[1].equals(server)) {
                return fields[17];
            }
        }
        throw new AssertionError("HAProxy has no server %s/%s".formatted(backend, server));
    }

    /** Where HAProxy looks for a server; {@code -} while it does not know. */
    String address(String backend, String server) {
        for (String line : ask("show servers state " + backend).split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length > 4 && fields[3].equals(server)) {
                return fields[4];
            }
        }
        throw new AssertionError("HAProxy has no server %s/%s".formatted(backend, server));
    }

    void awaitState(String backend, String server, String state) {
        eventually(
                "%s/%s is %s for HAProxy".formatted(backend, server, state),
                ofSeconds(90),
                () -> state(backend, server).equals(state));
    }

    private String ask(String command) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(control));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            var text = new StringBuilder();
            var buffer = ByteBuffer.allocate(64 * 1024);
            while (channel.read(buffer) >= 0) {
                text.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
                buffer.clear();
            }
            return text.toString();
        } catch (IOException e) {
            throw new AssertionError("HAProxy does not answer at " + control, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
