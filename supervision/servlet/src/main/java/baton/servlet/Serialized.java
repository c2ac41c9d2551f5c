package baton.servlet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/**
 * Values in Java's own serialisation, as containers keep them in distributable sessions. Only the agents' token lets anybody write
 * them; who wants a filter on top sets {@code jdk.serialFilter}, which applies here too.
 */
final class Serialized {

    static final String CONTENT_TYPE = "application/x-java-serialized-object";

    private Serialized() {}

    static byte[] write(String name, Object value) {
        try {
            var bytes = new ByteArrayOutputStream();
            try (var out = new ObjectOutputStream(bytes)) {
                out.writeObject(value);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "session attribute \"%s\" of %s can't be shared with the other nodes: make it and all that it holds Serializable"
                            .formatted(name, value.getClass()),
                    e);
        }
    }

    static Object read(String name, byte[] bytes) {
        try (var in = new ApplicationInput(bytes)) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(
                    ("session attribute \"%s\" can't be read: do all nodes run a release of the application with the same"
                                    + " serialVersionUID?")
                            .formatted(name),
                    e);
        }
    }

    /** Finds the application's classes, which the container's own loader does not know. */
    private static final class ApplicationInput extends ObjectInputStream {
        ApplicationInput(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass type) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(
                        type.getName(), false, Thread.currentThread().getContextClassLoader());
            } catch (ClassNotFoundException e) {
                return super.resolveClass(type);
            }
        }
    }
}
