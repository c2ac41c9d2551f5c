package io.github.batonha.conf.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads what the item GenesisKey holds: 32 random bytes in base64, {@code file:/path} of a file with them that only its
 * owner may read, or {@code command:WORDS} of a command that prints them. Passphrases are not taken: stretching them would cost every start, and they would still be the weakest part.
 */
public final class SecretKeys {

    static final int BYTES = 32;
    private static final String FILE = "file:";
    private static final String COMMAND = "command:";
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private SecretKeys() {}

    /** What became of an attempt to get the key. */
    public sealed interface Lookup {

        record Found(SecretKey key) implements Lookup {
            @Override
            public String toString() {
                return "Found[not shown]";
            }
        }

        /** The reason says what to do and holds no key. */
        record Missing(String reason) implements Lookup {}
    }

    /** Whether a value says where the key is, and is not the key itself. */
    public static boolean namesPlace(String value) {
        return value.startsWith(FILE) || namesCommand(value);
    }

    public static boolean namesCommand(String value) {
        return value.startsWith(COMMAND);
    }

    /**
     * Reads a file or runs a command if need be; blocks.
     *
     * @param environment that a command gets
     */
    public static Lookup read(String value, Map<String, String> environment) {
        if (namesCommand(value)) {
            return fromCommand(value.substring(COMMAND.length()), environment);
        }
        return value.startsWith(FILE) ? fromFile(value.substring(FILE.length())) : fromText(value);
    }

    private static Lookup fromCommand(String command, Map<String, String> environment) {
        return switch (KeyCommand.run(command, environment)) {
            case KeyCommand.Result.Printed(var text) -> fromText(text);
            case KeyCommand.Result.Failed(var reason) ->
                new Lookup.Missing("the command of GenesisKey %s: try it as the user of the agent".formatted(reason));
        };
    }

    private static Lookup fromFile(String name) {
        var path = Path.of(name);
        if (!path.isAbsolute()) {
            return new Lookup.Missing(
                    "GenesisKey names the file %s, which is no absolute path: write file:/path".formatted(name));
        }
        try {
            var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
            permissions.removeAll(OWNER_ONLY);
            if (!permissions.isEmpty()) {
                return new Lookup.Missing(
                        "the key file %s may be used by others than its owner: chmod 600 %s".formatted(name, name));
            }
            // Some editors put a mark in front of a file.
            return fromText(Files.readString(path).replaceFirst("^\uFEFF", "").strip());
        } catch (NoSuchFileException e) {
            return new Lookup.Missing("the key file %s is not there: create it, or correct GenesisKey".formatted(name));
        } catch (IOException e) {
            return new Lookup.Missing("the key file %s can't be read (%s): it must belong to the user who runs baton"
                    .formatted(name, e.getClass().getSimpleName()));
        }
    }

    private static Lookup fromText(String text) {
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (bytes.length == BYTES) {
                return new Lookup.Found(new SecretKeySpec(bytes, "AES"));
            }
        } catch (IllegalArgumentException e) {
            // Not base64: the same remedy as for a wrong length. The exception would quote a piece of the key.
        }
        return new Lookup.Missing(
                "GenesisKey is no key: it must be 32 random bytes in base64 (baton encrypt --new-key makes one)");
    }
}
