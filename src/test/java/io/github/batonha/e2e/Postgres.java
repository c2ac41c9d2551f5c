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
final class Postgres implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    private final Path programs;
    private final Path folder;
    private final List<String> as;
    private final Process server;

    Postgres() throws IOException {
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
        server = new ProcessBuilder(command(
                        "postgres", "-D", data, "-k", folder.toString(), "-c", "listen_addresses=", "-c", "fsync=off"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        eventually("PostgreSQL answers", ofSeconds(60), () -> sql("SELECT 1").exit() == 0);
    }

    static boolean isHere() {
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
    Result sql(String statements) {
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
        Commands.run(command("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "stop"), Map.of());
        Commands.end(server);
        Commands.run(List.of("rm", "-rf", folder.toString()), Map.of());
    }
}
