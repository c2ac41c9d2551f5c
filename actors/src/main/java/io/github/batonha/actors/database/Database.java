package io.github.batonha.actors.database;

import io.github.batonha.conf.model.DatabaseSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * How the database is reached.
 *
 * @param secret is read anew for each connection
 * @param answerWithin longer than that, and the connection is given up
 */
record Database(DatabaseSettings settings, DatabasePassword secret, Duration answerWithin) {

    /** A new connection, on which each statement is a transaction that is on the disk when it returns. Blocks. */
    Connection connect() throws SQLException, IOException {
        var seconds = Long.toString(Math.max(1, answerWithin.toSeconds()));
        var properties = new Properties();
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("ApplicationName", "baton");
        var password = secret.read();
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
}
