package io.github.batonha.conf.push;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.supervision.secrets.Sha256;
import io.github.batonha.supervision.secrets.VisibleText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of {@code conf}, {@code site-specific} and {@code lib} in one home. Keys are never read for anybody, nor are hidden files
 * and the jars of baton itself. Blocks.
 */
public final class HomeFiles {

    /** Where they stand; what is somewhere else in a home belongs to the host alone. */
    static final List<String> FOLDERS = List.of("conf", "site-specific", "lib");

    static final String LIB = "lib/";
    /** The program, in a home that is also the folder of the installation. */
    static final String PROGRAM = "lib/baton";

    /** Limits of one home. */
    public static final int MOST_FILES = 10_000;

    public static final long MOST_BYTES = 2L << 30;

    /** What is shown of a file has to fit into a message between nodes. */
    public static final int MOST_SHOWN_BYTES = 100 << 10;

    private static final int LARGEST_KEY_FILE = 64 << 10;
    private static final int KEY_BYTES = 32;
    private static final Pattern KEY_NAME = Pattern.compile("(?i).*\\.(key|p12|pfx|jks|jceks|keystore|kdbx)");
    private static final Pattern KEY_TEXT = Pattern.compile("[A-Za-z0-9+/]{43}=?");

    private final BatonHome home;

    public HomeFiles(BatonHome home) {
        this.home = home;
    }

    /**
     * All that there is, with its hashes.
     *
     * @throws IOException if a folder can't be listed, or there is more than the limits
     */
    public Listing list() throws IOException {
        var found = new Finder();
        for (var folder : FOLDERS) {
            var path = home.path().resolve(folder);
            if (Files.isDirectory(path)) {
                Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, found);
            }
        }
        found.files.sort(Comparator.comparing(HomeFile::path));
        found.withheld.sort(Comparator.naturalOrder());
        return new Listing(found.files, found.withheld);
    }

    private final class Finder extends SimpleFileVisitor<Path> {
        private final List<HomeFile> files = new ArrayList<>();
        private final List<String> withheld = new ArrayList<>();
        private long bytes;

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isHidden(folder) || name(folder).equals(PROGRAM)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (isHidden(file)) {
                return FileVisitResult.CONTINUE;
            }
            var name = name(file);
            if (!attributes.isRegularFile() || !isPlain(name) || isKey(file)) {
                withheld.add(name);
                return FileVisitResult.CONTINUE;
            }
            bytes += attributes.size();
            if (files.size() >= MOST_FILES || bytes > MOST_BYTES) {
                throw new IOException("conf, site-specific and lib have more than %d files or %d MiB"
                        .formatted(MOST_FILES, MOST_BYTES >> 20));
            }
            files.add(new HomeFile(name, attributes.size(), Sha256.hexOfFile(file), Files.isExecutable(file)));
            return FileVisitResult.CONTINUE;
        }

        /** A link to nothing, a circle of links, or no permission: what reads it says so when it is needed. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (!isHidden(file)) {
                withheld.add(name(file));
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private String name(Path file) {
        return home.path().relativize(file).toString();
    }

    private static boolean isHidden(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".");
    }

    /** A name is one line of the record of what is taken. */
    private static boolean isPlain(String name) {
        return VisibleText.of(name).equals(name);
    }

    private static boolean isKey(Path file) throws IOException {
        if (KEY_NAME.matcher(String.valueOf(file.getFileName())).matches()) {
            return true;
        }
        if (!Files.isReadable(file)) {
            return true;
        }
        if (Files.size(file) > LARGEST_KEY_FILE) {
            return false;
        }
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        return text.contains("PRIVATE KEY-----") || isSecretKey(text.strip());
    }

    /** What {@code baton encrypt --new-key} makes. */
    private static boolean isSecretKey(String text) {
        return KEY_TEXT.matcher(text).matches() && Base64.getDecoder().decode(text).length == KEY_BYTES;
    }

    /** Whether this leads to a file that is brought: in its folders, not hidden, and not of the program. */
    static boolean isPath(String path) {
        var parts = List.of(path.split("/", -1));
        var isProgram = path.equals(PROGRAM) || path.startsWith(PROGRAM + "/");
        return parts.size() > 1
                && FOLDERS.contains(parts.getFirst())
                && !isProgram
                && isPlain(path)
                && parts.stream().noneMatch(part -> part.isEmpty() || part.startsWith("."));
    }

    /** Finds the file that another host asks for; empty if it may not be read. */
    private Optional<Path> find(String path) throws IOException {
        if (!isPath(path)) {
            return Optional.empty();
        }
        var file = home.path().resolve(path);
        return Files.isRegularFile(file) && !isKey(file) ? Optional.of(file) : Optional.empty();
    }

    /**
     * A piece of a file, as it is: for other nodes alone. Empty at its end.
     *
     * @throws NoSuchFileException if there is no such file, or it is a key
     */
    public byte[] read(String path, long offset, int most) throws IOException {
        var file = find(path).orElseThrow(() -> new NoSuchFileException(path));
        try (var channel = Files.newByteChannel(file)) {
            var buffer = ByteBuffer.allocate(Math.clamp(channel.size() - offset, 0, most));
            channel.position(offset);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // A read may take less than there is.
            }
            buffer.flip();
            var bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
    }

    /**
     * A file as people may see it: without what looks like a secret. Empty where it is no text, or too long.
     *
     * @throws NoSuchFileException if there is no such file, or it is a key
     */
    public Optional<String> shown(String path) throws IOException {
        var file = find(path).orElseThrow(() -> new NoSuchFileException(path));
        if (Files.size(file) > MOST_SHOWN_BYTES) {
            return Optional.empty();
        }
        try {
            var text = Files.readString(file);
            return text.indexOf('\0') < 0 ? Optional.of(ShownText.of(text)) : Optional.empty();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
