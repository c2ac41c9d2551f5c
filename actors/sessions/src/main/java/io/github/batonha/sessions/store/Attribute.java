package io.github.batonha.sessions.store;

import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * One attribute as one write left it: a value, or the mark that it was removed. Of two, the one with the later stamp is the
 * attribute; equal stamps are told apart by node, so that all nodes choose the same.
 */
public final class Attribute {

    private static final byte[] NOTHING = {};
    /** Object headers and fields of an attribute, its value's array and the reference to it, rounded. */
    private static final int OVERHEAD = 72;

    private final String name;
    private final String contentType;
    private final byte[] value;
    private final long stamp;
    private final String node;
    private final int checksum;
    private final boolean removed;

    private Attribute(String name, String contentType, byte[] value, long stamp, String node, boolean removed) {
        this.name = name;
        this.contentType = contentType;
        this.value = value;
        this.stamp = stamp;
        this.node = node;
        this.removed = removed;
        var crc = new CRC32C();
        crc.update(value);
        this.checksum = (int) crc.getValue();
    }

    static Attribute of(String name, String contentType, byte[] value, long stamp, String node) {
        return new Attribute(name, contentType, value, stamp, node, false);
    }

    static Attribute removed(String name, long stamp, String node) {
        return new Attribute(name, "", NOTHING, stamp, node, true);
    }

    static Attribute later(Attribute one, Attribute other) {
        return one.compareVersion(other) >= 0 ? one : other;
    }

    /** A total order, also over what can't happen (one node giving a stamp twice), so that merging stays deterministic. */
    private int compareVersion(Attribute other) {
        if (stamp != other.stamp) {
            return Long.compare(stamp, other.stamp);
        }
        var byNode = node.compareTo(other.node);
        if (byNode != 0) {
            return byNode;
        }
        if (removed != other.removed) {
            return removed ? 1 : -1;
        }
        var byValue = Arrays.compareUnsigned(value, other.value);
        return byValue != 0 ? byValue : contentType.compareTo(other.contentType);
    }

    Attribute notAfter(long present) {
        return stamp > present ? new Attribute(name, contentType, value, present, node, removed) : this;
    }

    /** The removal of just this value: of no later one. */
    Attribute asRemoved() {
        return removed(name, stamp, node);
    }

    boolean isSameAs(Attribute other) {
        return name.equals(other.name) && compareVersion(other) == 0;
    }

    public String name() {
        return name;
    }

    public String contentType() {
        return contentType;
    }

    /** Not copied: whoever changes these bytes breaks the store. */
    public byte[] value() {
        return value;
    }

    public long stamp() {
        return stamp;
    }

    public String node() {
        return node;
    }

    public boolean isRemoved() {
        return removed;
    }

    /** Changes with every write of the attribute; what {@code If-Match} compares. */
    public String tag() {
        return Long.toHexString(stamp) + "-" + Integer.toHexString(node.hashCode());
    }

    long hash() {
        var hash = Hash.mix(name.hashCode(), stamp);
        hash = Hash.mix(hash, node.hashCode());
        return Hash.mix(hash, ((long) checksum << 1) | (removed ? 1 : 0));
    }

    int weight() {
        return OVERHEAD + name.length() + value.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attribute that && isSameAs(that);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, stamp, node);
    }

    /** Without the value, which is nobody's business in a log. */
    @Override
    public String toString() {
        return name + "@" + Long.toHexString(stamp) + "/" + node
                + (removed ? " removed" : " " + value.length + " bytes");
    }
}
