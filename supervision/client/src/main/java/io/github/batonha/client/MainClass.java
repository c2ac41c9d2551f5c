package io.github.batonha.client;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls a main class as the {@code java} command does, with its messages and exit status. */
final class MainClass {

    private static final int INSTANCE_MAIN_SINCE = 25;

    private MainClass() {}

    /** Loads a class and does not initialize it: nothing of the application runs. Ends this JVM where there is none. */
    static Class<?> load(String name) {
        return loadClass(name.replace('/', '.'));
    }

    /** Returns when main does; throws what main throws, with a stack trace that ends at main. */
    static void call(Class<?> type, String[] args) throws Throwable {
        @Nullable Method main = findMain(type);
        if (main == null) {
            throw fail("""
                    Error: Main method not found in class %s, please define the main method as:
                       public static void main(String[] args)""".formatted(type.getName()));
        }
        main.trySetAccessible();
        try {
            @Nullable Object instance = Modifier.isStatic(main.getModifiers()) ? null : instance(type);
            if (main.getParameterCount() == 0) {
                main.invoke(instance);
            } else {
                main.invoke(instance, (Object) args);
            }
        } catch (InvocationTargetException e) {
            @Nullable Throwable thrown = e.getCause();
            throw withoutUs(thrown == null ? e : thrown);
        } catch (ExceptionInInitializerError e) {
            throw withoutUs(e);
        }
    }

    private static Class<?> loadClass(String name) {
        try {
            return Class.forName(name, false, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw fail("Error: Could not find or load main class %s%nCaused by: %s".formatted(name, e));
        } catch (LinkageError e) {
            throw fail("Error: LinkageError occurred while loading main class %s%n\t%s".formatted(name, e));
        }
    }

    /**
     * A static main of the classic form first; from JDK 25 on also one that is not public, of an instance, or without arguments.
     * Null if there is none. No lambdas here: every JVM that baton starts would pay for linking the first.
     */
    private static @Nullable Method findMain(Class<?> type) {
        try {
            Method classic = type.getMethod("main", String[].class);
            if (isClassic(classic)) {
                return classic;
            }
        } catch (NoSuchMethodException e) {
            // It may have one of the other forms.
        } catch (NoClassDefFoundError e) {
            throw fail("Error: Unable to initialize main class %s%nCaused by: %s".formatted(type.getName(), e));
        }
        if (Runtime.version().feature() < INSTANCE_MAIN_SINCE) {
            return null;
        }
        @Nullable Method withArguments = findDeclared(type, String[].class);
        return withArguments == null ? findDeclared(type) : withArguments;
    }

    private static boolean isClassic(Method method) {
        return Modifier.isStatic(method.getModifiers()) && method.getReturnType() == void.class;
    }

    private static @Nullable Method findDeclared(Class<?> type, Class<?>... parameters) {
        for (@Nullable Class<?> at = type; at != null; at = at.getSuperclass()) {
            try {
                Method main = at.getDeclaredMethod("main", parameters);
                if (!Modifier.isPrivate(main.getModifiers()) && main.getReturnType() == void.class) {
                    return main;
                }
            } catch (NoSuchMethodException e) {
                // A superclass may have it.
            }
        }
        return null;
    }

    private static Object instance(Class<?> type) throws ReflectiveOperationException {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            if (!Modifier.isPrivate(constructor.getModifiers())) {
                constructor.trySetAccessible();
                return constructor.newInstance();
            }
        } catch (NoSuchMethodException e) {
            // Said below.
        }
        throw fail(
                "Error: no non-private zero argument constructor found in class %s%nremove private from existing constructor or define as:%n   public %s()"
                        .formatted(type.getName(), type.getSimpleName()));
    }

    /** Cuts our own frames and those of reflection off the trace of an exception, its causes and what it suppressed. */
    private static Throwable withoutUs(Throwable thrown) {
        cut(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
        return thrown;
    }

    private static void cut(@Nullable Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        if (trace.length > 0 && trace[trace.length - 1].getClassName().equals(Leash.class.getName())) {
            int end = trace.length;
            while (end > 0 && isOurs(trace[end - 1].getClassName())) {
                end--;
            }
            thrown.setStackTrace(Arrays.copyOf(trace, end));
        }
        cut(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) {
            cut(suppressed, seen);
        }
    }

    private static boolean isOurs(String className) {
        return className.equals(Leash.class.getName())
                || className.equals(MainClass.class.getName())
                || className.startsWith("jdk.internal.reflect.")
                || className.startsWith("java.lang.reflect.");
    }

    /** Does not return: ends this JVM as the java command does when it can't launch. */
    private static AssertionError fail(String message) {
        System.err.println(message);
        System.exit(1);
        return new AssertionError("exit returned");
    }
}
