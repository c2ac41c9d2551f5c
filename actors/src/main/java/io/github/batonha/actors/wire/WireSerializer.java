package io.github.batonha.actors.wire;

import java.util.Arrays;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.serialization.jackson.JacksonCborSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pekko's Jackson CBOR, with the sender's {@link Stamp} behind each message. Stands in the place of Pekko's own under the same number, so
 * that nodes of an earlier release read what it writes, and it reads what they write.
 */
public final class WireSerializer extends SerializerWithStringManifest {
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

    /** Called by Pekko. */
    public WireSerializer(ExtendedActorSystem system, String bindingName) {
        this.system = system;
        this.cbor = new JacksonCborSerializer(system, bindingName);
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
