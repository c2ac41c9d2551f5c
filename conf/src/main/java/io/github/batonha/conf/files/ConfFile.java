package io.github.batonha.conf.files;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One file of the configuration.
 *
 * @param name relative to the home, as messages show it
 */
public record ConfFile(String name, Path path) {

    private static final long MIB = 1024 * 1024;
    private static final long MOST_BYTES = 16 * MIB;
    private static final Pattern MERGE_MARK = Pattern.compile("(<{7}|>{7})( .*)?");

    public String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    public Place at(int line) {
        return Place.of(name, line);
    }

    public Place at(int line, int column) {
        return new Place(name, line, column);
    }

    /** Empty, with a problem reported, if it can't be read as UTF-8, is far too long, or two versions of it were not merged. */
    public Optional<String> text(Findings findings) {
        try {
            var size = Files.size(path);
            if (size > MOST_BYTES) {
                findings.problem(
                        Place.of(name),
                        "has %d MiB, but a file of the configuration may have no more than %d: is it the right file?"
                                .formatted(size / MIB, MOST_BYTES / MIB));
                return Optional.empty();
            }
            var text = plain(Files.readString(path, StandardCharsets.UTF_8));
            findings.source(name, text);
            return isMerged(text, findings) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            findings.problem(Place.of(name), "is not encoded in UTF-8: save it as UTF-8");
        } catch (AccessDeniedException e) {
            findings.problem(Place.of(name), "can't be read (permission denied): let the user who runs baton read it");
        } catch (IOException e) {
            findings.problem(
                    Place.of(name),
                    "can't be read (%s): make it readable for the user who runs baton"
                            .formatted(e.getClass().getSimpleName()));
        }
        return Optional.empty();
    }

    /** Without the mark that some editors put in front, and with one kind of line end: a comment must end with its line. */
    private static String plain(String text) {
        var bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return bare.indexOf('\r') < 0 ? bare : bare.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** Every mark of a merge that was left would be another error of its own, none of which names the cause. */
    private boolean isMerged(String text, Findings findings) {
        if (!text.contains("<<<<<<<") && !text.contains(">>>>>>>")) {
            return true;
        }
        var number = 0;
        var isMerged = true;
        for (var line : text.lines().toList()) {
            number++;
            if (MERGE_MARK.matcher(line).matches()) {
                isMerged = false;
                findings.problem(
                        at(number),
                        "a merge of two versions of this file was not finished: keep the right lines, and remove this line");
            }
        }
        return isMerged;
    }
}
