package io.github.batonha.actors.wire;

import io.github.batonha.supervision.secrets.VisibleText;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.serialization.jackson.JacksonCborSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pekko's Jackson CBOR, with the sender's {@link Stamp} behind each message. Stands in the place of Pekko's own under the same number, so
 * that nodes of an earlier release read what it writes, and it reads what they write.
 */
public final class WireSerializer extends SerializerWithStringManifest {
    private static final char VERSION = '#';
    private static final Logger LOG = LoggerFactory.getLogger(WireSerializer.class);

    /** The only way to drop a message here. Pekko logs it under a name of its own, which agents keep silent. */
    private static final class Dropped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Dropped(String why) {
            super(why, null, false, false);
        }
    }

    private final ExtendedActorSystem system;
    private final JacksonCborSerializer cbor;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    /** Called by Pekko. */
    public WireSerializer(ExtendedActorSystem system, String bindingName) {
        this.system = system;
        this.cbor = new JacksonCborSerializer(system, bindingName);
    }

    /** Only what is bound to this serializer is made from bytes: other classes of ours and of libraries are no messages. */
    private boolean isWire(String manifest) {
        if (taken.contains(manifest)) {
            return true;
        }
        try {
            var hash = manifest.indexOf(VERSION);
            var name = hash < 0 ? manifest : manifest.substring(0, hash);
            var type = Class.forName(name, false, system.dynamicAccess().classLoader());
            var isWire = SerializationExtension.get(system).serializerFor(type).identifier() == identifier();
            if (isWire) {
                taken.add(manifest);
            }
            return isWire;
        } catch (ClassNotFoundException | LinkageError | NotSerializableException e) {
            return false;
        }
    }

    @Override
    public int identifier() {
        return cbor.identifier();
    }

    @Override
    public String manifest(Object message) {
        return cbor.manifest(message);
    }

    @Override
    public byte[] toBinary(Object message) {
        var bytes = cbor.toBinary(message);
        var stamp = WireGate.get(system).stamp();
        var all = Arrays.copyOf(bytes, bytes.length + stamp.length);
        System.arraycopy(stamp, 0, all, bytes.length, stamp.length);
        return all;
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        var stamped = Stamp.read(bytes);
        var gate = WireGate.get(system);
        if (!stamped.stamp().map(gate::admits).orElseGet(gate::admitsUnstamped)) {
            throw new Dropped("not from a node of this system");
        }
        if (!isWire(manifest)) {
            LOG.warn(
                    "Dropped a message of a type that no node sends type={} from={}",
                    VisibleText.of(manifest),
                    stamped.stamp().map(Stamp::toString).orElse("a node of an earlier release"));
            throw new Dropped("no message");
        }
        try {
            return cbor.fromBinary(stamped.message(), manifest);
        } catch (Exception e) {
            LOG.warn(
                    "Dropped a message that this version can't read type={} from={}: {}",
                    manifest,
                    stamped.stamp().map(Stamp::toString).orElse("a node of an earlier release"),
                    e.toString());
            throw new Dropped("unreadable");
        }
    }
}
