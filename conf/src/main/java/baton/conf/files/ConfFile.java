package baton.conf.files;

import baton.conf.report.Findings;
import baton.conf.report.Place;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One file of the configuration.
 *
 * @param name relative to the home, as messages show it
 */
public record ConfFile(String name, Path path) {

    public String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    public Place at(int line) {
        return Place.of(name, line);
    }

    public Place at(int line, int column) {
        return new Place(name, line, column);
    }

    /** Empty, with a problem reported, if it can't be read as UTF-8. */
    public Optional<String> text(Findings findings) {
        try {
            return Optional.of(Files.readString(path, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            findings.problem(Place.of(name), "is not encoded in UTF-8: save it so");
        } catch (IOException e) {
            findings.problem(
                    Place.of(name),
                    "can't be read (%s): make it readable for the user who runs baton"
                            .formatted(e.getClass().getSimpleName()));
        }
        return Optional.empty();
    }
}
