package io.github.batonha.actors.wire;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.jspecify.annotations.Nullable;

/**
 * Writes samples of all messages between nodes, as the release writes them whose classes it is run with. It names none of them, so that it can be
 * compiled with an earlier release: see {@code messages/README.md} among the test's resources.
 */
public final class MessageSamples {
    /** More than any enum or sealed type has. */
    private static final int ROUNDS = 40;

    private final String root;
    private final Serialization serialization;
    private final Object actor;
    /** Which constant of each enum and which type of each sealed one is taken; negative: nothing where nothing may stand. */
    private int round;
    /** So that a type that holds its own kind holds another one. */
    private int depth;

    private MessageSamples(String root, ActorSystem system) {
        this.root = root;
        this.serialization = SerializationExtension.get(system);
        this.actor = Adapter.toTyped(system.actorOf(Props.empty(), "asker"));
    }

    /** Words: the root package, the file to write, folders of classes. */
    public static void main(String[] words) throws IOException {
        var system = ActorSystem.create(
                "baton",
                ConfigFactory.parseString("pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }")
                        .withFallback(ConfigFactory.parseResources("agent.conf"))
                        .withFallback(ConfigFactory.defaultReferenceUnresolved())
                        .resolve());
        try {
            var lines = new MessageSamples(words[0], system).lines(words);
            Files.write(Path.of(words[1]), lines);
        } finally {
            system.terminate();
        }
    }

    private Set<String> lines(String[] words) throws IOException {
        var lines = new TreeSet<String>();
        for (var folder : Arrays.asList(words).subList(2, words.length)) {
            for (var type : messages(Path.of(folder))) {
                lines.addAll(lines(type));
            }
        }
        return lines;
    }

    private List<Class<?>> messages(Path folder) throws IOException {
        var found = new ArrayList<Class<?>>();
        try (var files = Files.walk(folder)) {
            for (var file :
                    files.filter(one -> one.toString().endsWith(".class")).toList()) {
                var name = folder.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                try {
                    var type = Class.forName(name, false, getClass().getClassLoader());
                    if (type.isRecord() && serialization.serializerFor(type) instanceof SerializerWithStringManifest) {
                        found.add(type);
                    }
                } catch (ReflectiveOperationException | LinkageError | IOException noMessage) {
                    // as most classes
                }
            }
        }
        return found;
    }

    private Set<String> lines(Class<?> type) {
        var lines = new TreeSet<String>();
        var why = new TreeSet<String>();
        for (round = -1; round < ROUNDS; round++) {
            try {
                var message = record(type);
                var serializer = (SerializerWithStringManifest) serialization.findSerializerFor(message);
                lines.add(serializer.manifest(message) + " "
                        + Base64.getEncoder()
                                .encodeToString(serialization.serialize(message).get()));
            } catch (ReflectiveOperationException | RuntimeException refused) {
                why.add(String.valueOf(refused.getCause() == null ? refused : refused.getCause()));
            }
        }
        if (lines.isEmpty()) {
            throw new IllegalStateException("no sample of %s: %s".formatted(type.getName(), why));
        }
        return lines;
    }

    private Object record(Class<?> type) throws ReflectiveOperationException {
        var components = type.getRecordComponents();
        var values = new @Nullable Object[components.length];
        var types = new Class<?>[components.length];
        for (var at = 0; at < components.length; at++) {
            types[at] = components[at].getType();
            values[at] = value(type, components[at]);
        }
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type + " of " + Arrays.toString(values), e.getCause());
        }
    }

    private @Nullable Object value(Class<?> type, RecordComponent component) throws ReflectiveOperationException {
        if (round < 0 && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        return isMessageOfThePrimary(type, component.getName())
                ? messageOfThePrimary()
                : sample(component.getGenericType(), component.getName());
    }

    private Object sample(Type type, String name) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType of) {
            return collection(of, name);
        }
        var raw = (Class<?>) type;
        if (raw.isPrimitive()) {
            return number(raw);
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[Math.floorMod(round, raw.getEnumConstants().length)];
        }
        if (raw.isSealed()) {
            var permitted = raw.getPermittedSubclasses();
            depth++;
            try {
                return sample(permitted[Math.floorMod(round + depth, permitted.length)], name);
            } finally {
                depth--;
            }
        }
        if (raw.isRecord()) {
            return record(raw);
        }
        return plain(raw, name);
    }

    private Object plain(Class<?> type, String name) {
        return switch (type.getSimpleName()) {
            case "String" -> name + " ж";
            case "Instant" -> Instant.parse("2026-11-28T23:00:00.123456789Z");
            case "Duration" -> Duration.ofMillis(3001);
            case "Integer" -> 5;
            case "Long" -> 1L << 40;
            case "Double" -> 0.5;
            case "Boolean" -> true;
            case "byte[]" -> new byte[] {0, -1, 7};
            case "long[]" -> new long[] {-1, 1L << 40};
            case "ActorRef" -> actor;
            default -> throw new IllegalArgumentException("no sample of " + type);
        };
    }

    private Object number(Class<?> type) {
        return switch (type.getName()) {
            case "boolean" -> round % 2 == 0;
            case "int" -> 7;
            case "long" -> (1L << 40) + 1;
            case "double" -> 0.25;
            default -> throw new IllegalArgumentException("no sample of " + type);
        };
    }

    private Object collection(ParameterizedType type, String name) throws ReflectiveOperationException {
        var raw = (Class<?>) type.getRawType();
        var arguments = type.getActualTypeArguments();
        if (raw == ActorRef.class) {
            return actor;
        }
        var isEmpty = round < 0;
        if (raw == Optional.class) {
            return isEmpty ? Optional.empty() : Optional.of(sample(arguments[0], name));
        }
        if (raw == Map.class) {
            return isEmpty ? Map.of() : Map.of(sample(arguments[0], name), sample(arguments[1], name));
        }
        if (raw == Set.class) {
            return isEmpty ? Set.of() : Set.of(sample(arguments[0], name));
        }
        return isEmpty ? List.of() : List.of(sample(arguments[0], name));
    }

    private static boolean isMessageOfThePrimary(Class<?> type, String component) {
        return type.getSimpleName().equals("FromPeer") && component.equals("message");
    }

    /** In the form that it has within the message of the actor. */
    private Object messageOfThePrimary() throws ReflectiveOperationException {
        Class<?> type;
        try {
            type = Class.forName(root + ".supervision.primary.model.Message");
        } catch (ClassNotFoundException earlier) {
            type = Class.forName(root + ".supervision.primary.Message");
        }
        var write = Class.forName(root + ".actors.primary.MessageJson").getDeclaredMethod("write", type);
        write.setAccessible(true);
        return write.invoke(null, sample(type, "message"));
    }
}
