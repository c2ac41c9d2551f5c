package io.github.batonha.conf.upgrade;

import io.github.batonha.supervision.formats.Format;
import io.github.batonha.supervision.formats.NodeFormats;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.primary.store.PrimaryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@code run/NODE/formats}: in which formats the records of a node are, and which version of baton wrote them. Blocks. */
public final class FormatsFile {

    private static final String NAME = "formats";

    private FormatsFile() {}

    /**
     * What stands there and in records that say it themselves; of an agent that took no note, the formats of 0.1.
     *
     * @param directory {@code run/NODE}
     */
    public static NodeFormats read(Path directory) throws IOException {
        var noted = noted(directory.resolve(NAME));
        var store = PrimaryStore.format(directory.resolve("primary.store"));
        return store.isPresent() ? noted.with(Format.PRIMARY_STORE, store.getAsInt()) : noted;
    }

    private static NodeFormats noted(Path file) throws IOException {
        try {
            return NodeFormats.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return NodeFormats.UNTOLD;
        }
    }

    /** Takes note of what this version writes, before it writes anything else. Not forced to the disk where it says so already. */
    public static void write(Path directory, String version) throws IOException {
        var file = directory.resolve(NAME);
        var text = NodeFormats.ofThisVersion(version).text();
        if (Files.notExists(file) || !text.equals(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))) {
            AtomicFile.write(file, text, AtomicFile.Durability.POWER_LOSS);
        }
    }
}
