package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;

import io.github.batonha.e2e.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real PostgreSQL in a folder of its own, reached by its Unix socket there. It refuses to run as root, so there it runs as Debian's user. */
public final class Postgres implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    private final Path programs;
    private final Path folder;
    private final List<String> as;
    private final List<String> host;
    private final List<String> settings;
    private Process server;

    Postgres() throws IOException {
        this(List.of(), "");
    }

    /**
     * Also reached by TCP with TLS and a password, by whoever is at the other addresses of the network; {@link #certificate()} is the server's.
     *
     * @param host what to put before a command so that it runs there
     * @param address of that host
     */
    public static Postgres at(List<String> host, String address) throws IOException {
        return new Postgres(host, address);
    }

    private Postgres(List<String> host, String address) throws IOException {
        this.host = host;
        programs = programs().orElseThrow();
        folder = Files.createTempDirectory("baton-postgres");
        if (System.getProperty("user.name").equals("root")) {
            Commands.run(List.of("chown", USER, folder.toString()), Map.of()).orFail();
            as = List.of("runuser", "-u", USER, "--");
        } else {
            as = List.of();
        }
        var data = folder.resolve("data").toString();
        Commands.run(command("initdb", "-D", data, "-U", USER, "-A", "trust", "--no-sync"), Map.of())
                .orFail();
        settings = address.isEmpty() ? List.of("listen_addresses=") : byTls(address);
        server = started();
    }

    /** A real certificate: clients check authority and address. */
    private List<String> byTls(String address) throws IOException {
        var key = folder.resolve("server.key");
        Commands.run(
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-keyout",
                                key.toString(),
                                "-out",
                                certificate().toString(),
                                "-days",
                                "1",
                                "-subj",
                                "/CN=database",
                                "-addext",
                                "subjectAltName=IP:" + address),
                        Map.of())
                .orFail();
        if (!as.isEmpty()) {
            Commands.run(List.of("chown", USER, key.toString()), Map.of()).orFail();
        }
        Files.writeString(
                folder.resolve("data/pg_hba.conf"), "local all all trust\nhostssl all all samenet scram-sha-256\n");
        return List.of(
                "listen_addresses=" + address, "ssl=on", "ssl_cert_file=" + certificate(), "ssl_key_file=" + key);
    }

    public Path certificate() {
        return folder.resolve("server.crt");
    }

    private Process started() throws IOException {
        var words = new ArrayList<>(host);
        words.addAll(command(
                "postgres", "-D", folder.resolve("data").toString(), "-k", folder.toString(), "-c", "fsync=off"));
        settings.forEach(setting -> words.addAll(List.of("-c", setting)));
        var process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console").toFile())
                .start();
        eventually("PostgreSQL answers", ofSeconds(60), () -> sql("SELECT 1").exit() == 0);
        return process;
    }

    /** Ends at once, as by a loss of power. */
    public void stop() {
        Commands.run(command("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "stop"), Map.of());
        Commands.end(server);
    }

    void startAgain() throws IOException {
        server = started();
    }

    public static boolean isHere() {
        return programs().isPresent();
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (var versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .findAny();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> command(String program, String... words) {
        var command = new ArrayList<>(as);
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(words));
        return command;
    }

    private List<String> psql(String... words) {
        var command = new ArrayList<>(List.of(programs.resolve("psql").toString()));
        command.addAll(List.of("-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-h", folder.toString(), "-U", USER));
        command.addAll(List.of(words));
        return command;
    }

    /** All in one transaction. */
    public Result sql(String statements) {
        return Commands.run(psql("-1", "-f", "-"), Map.of(), statements);
    }

    /** A session that goes on; it takes statements at its standard input. */
    Process session(Path out) throws IOException {
        return new ProcessBuilder(psql())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    @Override
    public void close() {
        stop();
        Commands.run(List.of("rm", "-rf", folder.toString()), Map.of());
    }
}
