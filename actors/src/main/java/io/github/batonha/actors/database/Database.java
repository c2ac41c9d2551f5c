package io.github.batonha.actors.database;

import io.github.batonha.conf.model.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * How the database is reached. The password is read anew for each connection, so that a new one needs no restart.
 *
 * @param home the folder that a relative path starts from
 * @param answerWithin longer than that, and the connection is given up
 */
record Database(DatabaseSettings settings, Path home, Duration answerWithin) {

    /** A new connection, on which each statement is a transaction that is on the disk when it returns. Blocks. */
    Connection connect() throws SQLException, IOException {
        var seconds = Long.toString(Math.max(1, answerWithin.toSeconds()));
        var properties = new Properties();
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("ApplicationName", "baton");
        var password = password();
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        var connection = DriverManager.getConnection(settings.url(), properties);
        try (var statement = connection.createStatement()) {
            // A server may be set to lose the last commits when it crashes. Stronger settings stay as they are.
            statement.execute(
                    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private String password() throws IOException {
        return settings.passwordFile().isEmpty()
                ? ""
                : Files.readString(home.resolve(settings.passwordFile())).strip();
    }
}
