package io.github.batonha.supervision.primary.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The protocol, its lease and its simulator a second time, with the edits of a mutant. All else comes from the parent. */
final class MutantLoader extends ClassLoader {

    private static final Path BASE = Path.of(System.getProperty("basedir", ""));
    private static final Path SOURCES = BASE.resolve("../core/src/main/java/io/github/batonha/supervision");
    private static final Path SHELL = BASE.resolve("src/test/java/io/github/batonha/supervision");
    private static final List<String> OWN =
            List.of("io.github.batonha.supervision.primary.", "io.github.batonha.supervision.lease.");

    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> edited;

    private MutantLoader(Map<String, byte[]> edited) {
        super(MutantLoader.class.getClassLoader());
        this.edited = Map.copyOf(edited);
    }

    /**
     * Compiles in memory.
     *
     * @throws IllegalStateException if a piece to be replaced does not stand in its file exactly once, or the result is no Java
     */
    static MutantLoader of(Mutant mutant) throws IOException {
        return new MutantLoader(compile(mutant, edited(mutant)));
    }

    /** The sources that it changes, by their names, not compiled. */
    static Map<String, String> edited(Mutant mutant) throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (var edit : mutant.edits()) {
            var source = sources.get(edit.file());
            sources.put(edit.file(), apply(mutant, edit, source == null ? read(edit.file()) : source));
        }
        return sources;
    }

    private static String read(String file) throws IOException {
        var source = SOURCES.resolve(file + ".java");
        return Files.readString(Files.exists(source) ? source : SHELL.resolve(file + ".java"));
    }

    private static String apply(Mutant mutant, Mutant.Edit edit, String source) {
        var at = source.indexOf(edit.cut());
        if (at < 0 || source.indexOf(edit.cut(), at + 1) >= 0) {
            throw new IllegalStateException(
                    "mutant '%s' wants to replace a piece of %s.java that stands there %s: adapt the mutant to the source:%n%s"
                            .formatted(mutant.name(), edit.file(), at < 0 ? "no more" : "more than once", edit.cut()));
        }
        return source.substring(0, at)
                + edit.paste()
                + source.substring(at + edit.cut().length());
    }

    private static Map<String, byte[]> compile(Mutant mutant, Map<String, String> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new StringWriter();
        try (var standard = compiler.getStandardFileManager(null, Locale.ROOT, null);
                var memory = new Memory(standard)) {
            var options = List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
            List<Source> units = sources.entrySet().stream()
                    .map(entry -> new Source(entry.getKey(), entry.getValue()))
                    .toList();
            var task = compiler.getTask(diagnostics, memory, null, options, null, units);
            if (!task.call()) {
                throw new IllegalStateException(
                        "mutant '%s' does not compile:%n%s".formatted(mutant.name(), diagnostics));
            }
            return memory.bytes();
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (OWN.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        var bytes = Optional.ofNullable(edited.get(name)).orElseGet(() -> original(name));
        if (bytes.length == 0) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) {
        try (var stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return stream == null ? new byte[0] : stream.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("could not read the class " + name, e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("memory:///io/github/batonha/supervision/" + file + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        Memory(JavaFileManager standard) {
            super(standard);
        }

        Map<String, byte[]> bytes() {
            Map<String, byte[]> all = new HashMap<>();
            classes.forEach((name, stream) -> all.put(name, stream.toByteArray()));
            return all;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            var uri = URI.create("memory:///" + name.replace('.', '/') + kind.extension);
            return new SimpleJavaFileObject(uri, kind) {
                @Override
                public OutputStream openOutputStream() {
                    var stream = new ByteArrayOutputStream();
                    classes.put(name, stream);
                    return stream;
                }
            };
        }
    }
}
