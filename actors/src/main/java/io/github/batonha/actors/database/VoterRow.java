package io.github.batonha.actors.database;

import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.protocol.RowVoter.Row;
import io.github.batonha.supervision.primary.store.RecordText;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The voter's row, over one connection. A write takes effect where the row still has the version that was read, else not at all:
 * compare-and-set in a single statement, without a lock. Not thread-safe; blocks.
 */
final class VoterRow {
    static final String TABLE = """
            CREATE TABLE IF NOT EXISTS baton_primary (
                system TEXT PRIMARY KEY,
                version BIGINT NOT NULL,
                renewals BIGINT NOT NULL,
                epoch BIGINT NOT NULL,
                holder TEXT NOT NULL,
                written TIMESTAMPTZ NOT NULL,
                record TEXT NOT NULL)""";

    private static final String READ = "SELECT version, renewals, record FROM baton_primary WHERE system = ?";
    private static final String INSERT = """
            INSERT INTO baton_primary (version, renewals, epoch, holder, record, written, system)
            VALUES (?, ?, ?, ?, ?, CURRENT_TIMESTAMP, ?) ON CONFLICT (system) DO NOTHING""";
    private static final String UPDATE = """
            UPDATE baton_primary SET version = ?, renewals = ?, epoch = ?, holder = ?, record = ?, written = CURRENT_TIMESTAMP
            WHERE system = ? AND version = ?""";
    private static final String NO_TABLE = "42P01";

    private final Connection connection;
    private final String system;

    VoterRow(Connection connection, String system) {
        this.connection = connection;
        this.system = system;
    }

    /**
     * The row, or that there is none. Makes the table where it is missing.
     *
     * @throws IOException if its record can't be read by this version
     */
    Row read() throws SQLException, IOException {
        try (var statement = connection.prepareStatement(READ)) {
            statement.setString(1, system);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? new Row(rows.getLong(1), rows.getLong(2), RecordText.decode(rows.getString(3)))
                        : Row.NONE;
            }
        } catch (SQLException e) {
            if (!NO_TABLE.equals(e.getSQLState())) {
                throw e;
            }
            try (var statement = connection.createStatement()) {
                statement.execute(TABLE);
            }
            return Row.NONE;
        }
    }

    /** Whether it was written: false where somebody else has written since {@code former} was read. */
    boolean write(Row former, Row next) throws SQLException {
        try (var statement = connection.prepareStatement(former.exists() ? UPDATE : INSERT)) {
            fill(statement, next);
            statement.setString(6, system);
            if (former.exists()) {
                statement.setLong(7, former.version());
            }
            return statement.executeUpdate() == 1;
        }
    }

    /** Epoch and holder are there for people. */
    private static void fill(PreparedStatement statement, Row next) throws SQLException {
        PrimaryRecord record = next.record();
        statement.setLong(1, next.version());
        statement.setLong(2, next.renewals());
        statement.setLong(3, record.granted().number());
        statement.setString(4, record.granted().host());
        statement.setString(5, RecordText.encode(record));
    }
}
