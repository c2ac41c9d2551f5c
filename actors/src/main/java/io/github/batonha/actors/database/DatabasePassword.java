package io.github.batonha.actors.database;

import io.github.batonha.conf.model.DatabaseSettings;
import io.github.batonha.supervision.spec.EnvironmentSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The password of the database: from a file, or an item of the definition. */
@FunctionalInterface
public interface DatabasePassword {

    /**
     * What it is now; empty for none. Blocks on a file, or on the command that tells the key of the items.
     *
     * @throws IOException if it can't be read or decrypted
     */
    String read() throws IOException;

    /**
     * As the settings say. Read anew each time, so that a new one needs no restart.
     *
     * @param home the folder that a relative path starts from
     * @param items of the definition in force; called by any thread
     */
    static DatabasePassword of(DatabaseSettings settings, Path home, Supplier<EnvironmentSource> items) {
        if (!settings.passwordItem().isEmpty()) {
            return () -> items.get().item(settings.passwordItem());
        }
        return settings.passwordFile().isEmpty()
                ? () -> ""
                : () -> Files.readString(home.resolve(settings.passwordFile())).strip();
    }
}
