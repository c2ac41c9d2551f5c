package io.github.batonha.servlet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Values in Java's own serialisation, as containers keep them in distributable sessions. Only classes that the
 * {@link ValueFilter} allows are read; {@code jdk.serialFilter} applies on top.
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

    /**
     * Empty where this release of the application can't read what another one wrote, which is said once: the user then has a session
     * without that attribute, in place of an error at each click. Whatever a class does when it is read stays inside.
     */
    static Optional<Object> read(String name, byte[] bytes, ValueFilter filter) {
        var refused = new ArrayList<String>();
        try (var in = new ApplicationInput(bytes)) {
            in.setObjectInputFilter(ObjectInputFilter.merge(filter.remembering(refused), in.getObjectInputFilter()));
            return Optional.ofNullable(in.readObject());
        } catch (IOException
                | ClassNotFoundException
                | RuntimeException
                | LinkageError
                | StackOverflowError unreadable) {
            if (!refused.isEmpty()) {
                refuse(name, refused.get(0));
                return Optional.empty();
            }
            Once.warn(
                    "unreadable " + name,
                    ("session attribute \"%s\" can't be read and counts as absent: has its class, or its serialVersionUID, changed"
                                    + " since it was written, or does jdk.serialFilter refuse it?")
                            .formatted(name),
                    unreadable);
            return Optional.empty();
        }
    }

    private static void refuse(String name, String type) {
        var what = type.isEmpty()
                ? "session attribute \"%s\" is refused and counts as absent: it is larger or deeper than the limits of session values"
                        .formatted(name)
                : ("session attribute \"%s\" is refused and counts as absent: it holds %s, or too long an array of it. If the class is"
                                + " your application's, add it or its package to the init parameter classes of the SharedSessionFilter")
                        .formatted(name, type);
        Once.warn("refused " + name + " " + type, what);
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

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
            var loader = Thread.currentThread().getContextClassLoader();
            var types = new Class<?>[interfaces.length];
            for (var index = 0; index < interfaces.length; index++) {
                types[index] = Class.forName(interfaces[index], false, loader);
            }
            try {
                return Proxy.newProxyInstance(loader, types, (proxy, method, arguments) -> null)
                        .getClass();
            } catch (IllegalArgumentException hidden) {
                return super.resolveProxyClass(interfaces);
            }
        }
    }
}
