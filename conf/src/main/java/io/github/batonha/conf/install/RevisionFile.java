package io.github.batonha.conf.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.secrets.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one file of the installed revision. It is one file because a rename replaces a file as a whole but not a folder: whatever
 * happens while it is written, agents find either the old revision or the new one. The
 * file keeps its name of 0.1: that version must find it after an upgrade is taken back.
 */
final class RevisionFile {

    static final String NAME = "generated/set.json";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();

    private final Path folder;
    private final Path file;
    private final RevisionFolder earlier;

    RevisionFile(BatonHome home) {
        this.folder = home.generated();
        this.file = folder.resolve("set.json");
        this.earlier = new RevisionFolder(home);
    }

    /** A revision as it was read, known to be whole. */
    record Stored(RevisionContent content, Revision revision) {
        String hash() {
            return revision.hash();
        }
    }

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
            return Sha256.hex(MAPPER.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("this Java runtime can't compute the hash of the revision", e);
        }
    }

    /** Durable when it returns WRITTEN: file and folder are synced. A file that an interrupted writer left is written over. */
    Writing write(RevisionContent content, InstallAuthor author) throws IOException {
        FileMode.EVERYBODYS_FOLDER.folder(folder);
        // Who may read it could hold a lock on it that keeps an install from its own.
        FileMode.OWNER.set(folder.resolve(".lock"));
        try (var channel =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null ? Writing.BUSY : writeLocked(content, author);
        } catch (OverlappingFileLockException e) {
            return Writing.BUSY;
        }
    }

    private Writing writeLocked(RevisionContent content, InstallAuthor author) throws IOException {
        var json = RevisionJson.write(content);
        var hash = hash(json);
        var former = whole();
        if (former.filter(stored -> stored.hash().equals(hash)).isPresent()) {
            return Writing.UNCHANGED;
        }
        if (former.isPresent()) {
            earlier.put(former.get().revision().number(), Files.readAllBytes(file));
        }
        var root = JsonNodeFactory.instance
                .objectNode()
                .put("comment", "Written by baton install. Edit the files in conf and install again.")
                .put("format", RevisionFormat.of(content))
                .put("hash", hash);
        // Beside the content: who installed it is no part of the hash.
        root.putObject("installed")
                .put("number", next(former))
                .put("at", author.at().toString())
                .put("by", author.by())
                .put("reason", author.reason());
        root.set("content", json);
        AtomicFile.write(file, ByteBuffer.wrap(PRETTY.writeValueAsBytes(root)), AtomicFile.Durability.POWER_LOSS);
        earlier.prune();
        return Writing.WRITTEN;
    }

    /** Numbers are given once, also where the installed file was damaged. */
    private long next(Optional<Stored> former) throws IOException {
        var newest = earlier.numbers().stream().findFirst().orElse(0L);
        return 1
                + Math.max(
                        newest, former.map(stored -> stored.revision().number()).orElse(0L));
    }

    private Optional<Stored> whole() {
        try {
            return Optional.of(read());
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }

    /** The installed one and those before it, the newest first. What is damaged, or of another version of baton, is left out. */
    List<Stored> all() throws IOException {
        var all = new ArrayList<Stored>();
        whole().ifPresent(all::add);
        for (var number : earlier.numbers()) {
            try {
                var stored = read(earlier.file(number), false);
                if (all.stream().noneMatch(other -> other.revision().number() == number)) {
                    all.add(stored);
                }
            } catch (ConfigurationException e) {
                // Nothing could be made of it.
            }
        }
        return all;
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** @throws ConfigurationException if there is none, it is damaged, or another version of baton wrote it */
    Stored read() {
        return read(file, true);
    }

    private Stored read(Path file, boolean isInstalled) {
        var root = tree(file);
        RevisionFormat.check(root.path("format"));
        var content = root.path("content");
        var hash = root.path("hash").asText();
        if (!hash.equals(hash(content))) {
            throw damaged("its content does not match its hash");
        }
        return new Stored(RevisionJson.read(content), revision(root.path("installed"), hash, isInstalled));
    }

    /** A file of an earlier release tells nothing of it. */
    private static Revision revision(JsonNode json, String hash, boolean isInstalled) {
        var author = json.isObject()
                ? new InstallAuthor(
                        json.path("by").asText(),
                        json.path("reason").asText(),
                        time(json.path("at").asText()))
                : InstallAuthor.UNKNOWN;
        return new Revision(Math.max(1, json.path("number").asLong(1)), hash, author, isInstalled);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private JsonNode tree(Path file) {
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
