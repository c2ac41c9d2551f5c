package io.github.batonha.conf.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** What stands at a path, links followed. */
public sealed interface FileKind {

    record Plain() implements FileKind {}

    record Folder() implements FileKind {}

    /** Nothing of that name. */
    record Absent() implements FileKind {}

    /** Something is there and can't be used. The reason is what a message says behind the name, with what to do. */
    record Broken(String reason) implements FileKind {}

    /** Looks at the file system. */
    static FileKind of(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return new Folder();
            }
            return attributes.isRegularFile()
                    ? new Plain()
                    : new Broken("is neither a file nor a folder: put a file there, or remove it");
        } catch (NoSuchFileException e) {
            return brokenLink(path).<FileKind>map(Broken::new).orElseGet(Absent::new);
        } catch (AccessDeniedException e) {
            return new Broken("can't be looked at (permission denied): give the user who runs baton access to it");
        } catch (IOException e) {
            return new Broken("can't be looked at (%s): correct it or remove it".formatted(e.getMessage()));
        }
    }

    /** The path itself or a folder above it may be a link to what is not there. */
    private static Optional<String> brokenLink(Path path) {
        for (var part = path; part != null; part = part.getParent()) {
            if (Files.isSymbolicLink(part) && !Files.exists(part)) {
                return Optional.of("%s %s, which is not there: mount or restore that, or remove the link"
                        .formatted(
                                part.equals(path) ? "is a link to" : "lies behind the link %s to".formatted(part),
                                target(part)));
            }
        }
        return Optional.empty();
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "a place that can't be read";
        }
    }
}
