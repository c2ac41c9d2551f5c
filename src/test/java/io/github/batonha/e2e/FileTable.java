package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The table of files in docs/security.md, by which the files of a home are judged. */
final class FileTable {

    private static final Pattern ROW = Pattern.compile("\\| `([^|]+)` \\| [^|]+ \\| (0[0-7]{3}|closed) \\|.*");
    private static final String CLOSED = "closed";

    private record Row(Pattern path, String mode) {}

    private final List<Row> rows = new ArrayList<>();

    private FileTable() {}

    static FileTable ofDocs() throws IOException {
        var table = new FileTable();
        for (var line : Files.readAllLines(Distribution.project().resolve("docs/security.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                for (var path : row.group(1).split("`, `", -1)) {
                    table.rows.add(new Row(pattern(path), row.group(2)));
                }
            }
        }
        assertThat(table.rows).hasSizeGreaterThan(20);
        return table;
    }

    /** {@code NODE} and {@code PROCESS} stand for one name, {@code *} for the rest of one, {@code **} for all below. */
    private static Pattern pattern(String path) {
        var regex = Pattern.quote(path)
                .replace("NODE", "\\E[^/]+\\Q")
                .replace("PROCESS", "\\E[^/]+\\Q")
                .replace("**", "\\E.+\\Q")
                .replace("*", "\\E[^/]*\\Q");
        return Pattern.compile(regex);
    }

    /** What is not as the table has it, or has no row; {@code folders} are those of the home that are looked at. */
    List<String> differences(Path home, List<String> folders) throws IOException {
        var found = new ArrayList<String>();
        for (var folder : folders) {
            for (var file : FilesBelow.of(home.resolve(folder))) {
                difference(home, file, found);
            }
        }
        return found;
    }

    private void difference(Path home, Path file, List<String> found) throws IOException {
        if (!(attributes(file).get("mode") instanceof Integer bits)) {
            return;
        }
        var name = home.relativize(file) + (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? "/" : "");
        var row =
                rows.stream().filter(one -> one.path().matcher(name).matches()).findFirst();
        var mode = "0%o".formatted(bits & 0777);
        if (row.isEmpty()) {
            found.add("%s has mode %s and no row".formatted(name, mode));
        } else if (row.get().mode().equals(CLOSED)
                ? !isClosed(home, file)
                : !mode.equals(row.get().mode())) {
            found.add("%s has mode %s instead of %s"
                    .formatted(name, mode, row.get().mode()));
        }
    }

    /** Some files live for a moment. */
    private static Map<String, Object> attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException gone) {
            return Map.of();
        }
    }

    private static boolean isClosed(Path home, Path file) throws IOException {
        for (var above = file.getParent(); above != null && above.startsWith(home); above = above.getParent()) {
            if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return true;
            }
        }
        return false;
    }
}
