package io.github.batonha.e2e.faults;

import io.github.batonha.e2e.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The guard of a world, and how long its primaryOnly processes outlive their agent. */
enum Guarded {
    /** A person. */
    BY_OPERATORS(FaultHome.SHORT_GRACE),
    /** A lease that every host votes for. Long enough to be renewed by hosts that are busy. */
    BY_MAJORITY(FaultHome.LEASE),
    /** A lease in a row of a PostgreSQL, which is one more end of the network. */
    BY_DATABASE(FaultHome.LEASE);

    /** The database's end of the network. */
    static final String DATABASE = "Database";

    private static final String PASSWORD = "conf/database-password";

    final Duration grace;

    Guarded(Duration grace) {
        this.grace = grace;
    }

    void configure(Path home) throws IOException {
        var file = home.resolve("conf/baton.conf");
        var guard = name().substring("BY_".length()).toLowerCase(Locale.ROOT);
        if (this != BY_OPERATORS) {
            Files.writeString(file, Files.readString(file) + "baton.primary.guard = %s%n".formatted(guard));
        }
    }

    /** Tells the host of the database. */
    static void configure(Path home, Postgres database, String address) throws IOException {
        var file = home.resolve("conf/baton.conf");
        Files.writeString(home.resolve(PASSWORD), "tiger\n");
        Files.writeString(file, Files.readString(file) + """
                baton.primary.database {
                  url = "jdbc:postgresql://%s/postgres?user=baton&sslmode=verify-full&sslrootcert=%s"
                  password-file = %s
                }
                """.formatted(address, database.certificate(), PASSWORD));
    }
}
