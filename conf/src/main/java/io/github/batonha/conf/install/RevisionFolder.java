package io.github.batonha.conf.install;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The revisions that were installed before: {@code generated/revisions/NUMBER.json}, each as {@code generated/set.json} was. One is put there
 * before its successor is written, so an install that is killed loses none. Blocks.
 */
final class RevisionFolder {

    /** With the one that is installed. */
    static final int KEPT = 10;

    private static final Pattern NAME = Pattern.compile("([0-9]{1,12})\\.json");

    private final Path folder;

    RevisionFolder(BatonHome home) {
        this.folder = home.generated().resolve("revisions");
    }

    void put(long number, byte[] json) throws IOException {
        FileMode.EVERYBODYS_FOLDER.folder(folder);
        AtomicFile.write(file(number), ByteBuffer.wrap(json), AtomicFile.Durability.POWER_LOSS);
    }

    /** The newest first. */
    List<Long> numbers() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(name -> name.matches())
                    .map(name -> Long.parseLong(name.group(1)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    Path file(long number) {
        return folder.resolve(number + ".json");
    }

    /** Beside the one that is installed. */
    void prune() throws IOException {
        for (var number : numbers().stream().skip(KEPT - 1).toList()) {
            Files.deleteIfExists(file(number));
        }
    }
}
