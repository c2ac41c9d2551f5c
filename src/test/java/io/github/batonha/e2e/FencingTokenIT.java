package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.e2e.Commands.Result;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/fencing-token.md, as they stand there. */
class FencingTokenIT {
    private static final String ADDRESS = "127.0.64.1";
    private static final int PORT = 18099;

    @TempDir
    Path folder;

    static boolean hasPostgres() {
        return Postgres.isHere();
    }

    @Test
    @EnabledIf(value = "hasPostgres", disabledReason = "there is no PostgreSQL; .ci/run installs it")
    void givenATable_whenAnOldWriterComesBack_thenItIsRefusedAlsoInTheMiddleOfItsWork() throws Exception {
        try (var postgres = new Postgres()) {
            postgres.sql(example("sql", "CREATE TABLE fencing")).orFail();

            write(postgres, 7).orFail();
            write(postgres, 8).orFail();

            assertThat(write(postgres, 7).err()).contains("fencing token 7 is old: ledger has seen 8");
            assertThat(write(postgres, 0).err()).contains("fencing token 0 is old");
            assertThat(postgres.sql("INSERT INTO ledger (entry) VALUES ('x')").err())
                    .contains("this transaction has no fencing token for ledger");
            assertThat(postgres.sql("DELETE FROM ledger").exit()).isNotZero();
            assertThat(entries(postgres)).isEqualTo("2");
            theOldWriterIsInTheMiddleOfItsWork(postgres);
        }
    }

    /** What it has not committed when the next one comes, it may commit: it had the greatest token then. */
    private void theOldWriterIsInTheMiddleOfItsWork(Postgres postgres) throws IOException {
        var old = postgres.session(folder.resolve("old"));
        var next = postgres.session(folder.resolve("next"));
        try (var toOld = old.outputWriter(UTF_8);
                var toNext = next.outputWriter(UTF_8)) {
            say(toOld, "BEGIN; " + writing(8) + "SELECT 'old has written';");
            awaitOutput("old", "old has written");

            say(toNext, writing(9) + "SELECT 'next has written';");
            eventually(
                    "the next writer waits",
                    ofSeconds(30),
                    () -> postgres.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                            .out()
                            .strip()
                            .equals("1"));
            say(toOld, "COMMIT;");
            awaitOutput("next", "next has written");

            say(toOld, writing(8));
            awaitOutput("old", "fencing token 8 is old: ledger has seen 9");
        } finally {
            Commands.end(old);
            Commands.end(next);
        }
        assertThat(entries(postgres)).isEqualTo("4");
    }

    private static void say(Writer to, String statements) throws IOException {
        to.write(statements + "\n");
        to.flush();
    }

    private void awaitOutput(String session, String text) {
        eventually(
                session + " says " + text,
                ofSeconds(30),
                () -> Files.readString(folder.resolve(session)).contains(text));
    }

    /** In a transaction of its own, unless one is open. */
    private static String writing(long token) {
        return "DO $$ BEGIN PERFORM set_config('baton.fencing_token', '%d', true); INSERT INTO ledger (entry) VALUES ('of %d'); END $$;"
                .formatted(token, token);
    }

    private static Result write(Postgres postgres, long token) {
        return postgres.sql(writing(token));
    }

    private static String entries(Postgres postgres) {
        return postgres.sql("SELECT count(*) FROM ledger").orFail().out().strip();
    }

    @Test
    void givenAService_whenAnOldWriterComesBack_thenItIsRefused() throws Exception {
        var source = folder.resolve("FencedLedger.java");
        Files.writeString(source, example("java", "import com.sun"));
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var service = new ProcessBuilder(java, source.toString(), ADDRESS, Integer.toString(PORT))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service").toFile())
                .start();
        try (var client = HttpClient.newHttpClient()) {
            eventually("the service answers", ofSeconds(60), () -> post(client, "") == 400);

            assertThat(post(client, "7")).isEqualTo(200);
            assertThat(post(client, "8")).isEqualTo(200);
            assertThat(post(client, "7")).isEqualTo(409);
            assertThat(post(client, "0")).isEqualTo(409);
            assertThat(post(client, "8")).isEqualTo(200);
        } finally {
            Commands.end(service);
        }
    }

    private static int post(HttpClient client, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://%s:%d/entries".formatted(ADDRESS, PORT)))
                .POST(BodyPublishers.ofString("entry"))
                .header("Fencing-Token", token.isEmpty() ? "none" : token)
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** The block of the page that begins so. */
    private static String example(String language, String begin) throws IOException {
        var page = Files.readString(Distribution.project().resolve("docs/fencing-token.md"));
        var block = Pattern.compile("(?s)```%s\n(%s.*?)```".formatted(language, Pattern.quote(begin)))
                .matcher(page);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
