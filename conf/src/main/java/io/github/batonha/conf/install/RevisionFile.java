package io.github.batonha.conf.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The one file of the installed revision. It is one file because a rename replaces a file as a whole but not a folder: whatever
 * happens while it is written, agents find either the old revision or the new one. The
 * file keeps its name of 0.1: that version must find it after an upgrade is taken back.
 */
final class RevisionFile {

    static final String NAME = "generated/set.json";

    private static final int FORMAT = 1;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();

    private final Path folder;
    private final Path file;

    RevisionFile(BatonHome home) {
        this.folder = home.generated();
        this.file = folder.resolve("set.json");
    }

    /** A revision as it was read, known to be whole. */
    record Stored(RevisionContent content, String hash) {}

    /** What became of an attempt to write. */
    enum Writing {
        WRITTEN,
        /** A whole revision with the same hash was there. */
        UNCHANGED,
        /** Another process is writing now; nothing was done. */
        BUSY
    }

    /** SHA-256 of the content in hexadecimal digits. */
    static String hash(RevisionContent content) {
        return hash(RevisionJson.write(content));
    }

    private static String hash(JsonNode content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(MAPPER.writeValueAsBytes(content));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException("this Java runtime can't compute the hash of the revision", e);
        }
    }

    /** Durable when it returns WRITTEN: file and folder are synced. A file that an interrupted writer left is written over. */
    Writing write(RevisionContent content) throws IOException {
        FileMode.EVERYBODYS_FOLDER.folder(folder);
        // Who may read it could hold a lock on it that keeps an install from its own.
        FileMode.OWNER.set(folder.resolve(".lock"));
        try (var channel =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null ? Writing.BUSY : writeLocked(RevisionJson.write(content));
        } catch (OverlappingFileLockException e) {
            return Writing.BUSY;
        }
    }

    private Writing writeLocked(ObjectNode content) throws IOException {
        var hash = hash(content);
        if (hashOfWholeFile().filter(hash::equals).isPresent()) {
            return Writing.UNCHANGED;
        }
        var root = JsonNodeFactory.instance
                .objectNode()
                .put("comment", "Written by baton install. Edit the files in conf and install again.")
                .put("format", FORMAT)
                .put("hash", hash);
        root.set("content", content);
        AtomicFile.write(file, ByteBuffer.wrap(PRETTY.writeValueAsBytes(root)), AtomicFile.Durability.POWER_LOSS);
        return Writing.WRITTEN;
    }

    private Optional<String> hashOfWholeFile() {
        try {
            return Optional.of(read().hash());
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }

    /** @throws ConfigurationException if there is none, it is damaged, or another version of baton wrote it */
    Stored read() {
        var root = tree();
        if (root.path("format").asInt() != FORMAT) {
            throw new ConfigurationException(
                    "%s was written by another version of baton (format %s, this one knows %d): run `baton install` again"
                            .formatted(NAME, root.path("format").asText("none"), FORMAT));
        }
        var content = root.path("content");
        var hash = root.path("hash").asText();
        if (!hash.equals(hash(content))) {
            throw damaged("its content does not match its hash");
        }
        return new Stored(RevisionJson.read(content), hash);
    }

    private JsonNode tree() {
        try {
            var root = MAPPER.readTree(Files.readAllBytes(file));
            if (root == null || !root.isObject()) {
                throw damaged("it is no JSON object");
            }
            return root;
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("nothing is installed in %s: run `baton install` first"
                    .formatted(Optional.ofNullable(folder.getParent()).orElse(folder)));
        } catch (JsonProcessingException e) {
            throw damaged("it is no JSON");
        } catch (IOException e) {
            throw new ConfigurationException(
                    "%s can't be read (%s): give the command as the user that owns it, or make it readable for this user"
                            .formatted(file, e.getClass().getSimpleName()));
        }
    }

    private static ConfigurationException damaged(String how) {
        return new ConfigurationException(
                "%s is damaged (%s), so nothing runs from it: run `baton install` again".formatted(NAME, how));
    }
}
