package io.github.batonha.supervision.primary.store;

import io.github.batonha.supervision.formats.Format;
import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.Promise;
import io.github.batonha.supervision.primary.model.Terms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** The record's form on disk. What a version once wrote is read by all later ones: a change means a new version. */
final class RecordCodec {

    static final int VERSION = Format.PRIMARY_STORE.current();
    /** Knew no guard but that of an operator. */
    private static final int WITHOUT_GUARDS = 2;
    /** Knew no fences. */
    private static final int FIRST_VERSION = 1;

    private RecordCodec() {}

    static byte[] encode(PrimaryRecord record) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writeEpoch(out, record.promise().epoch());
            writeHosts(out, record.promise().hosts());
            out.writeBoolean(record.promise().byOperator());
            writeLease(out, record.promise().lease());
            writeTerms(out, record.promise().terms());
            writeAssignment(out, record.assignment());
            writeEpoch(out, record.active());
            writeEpoch(out, record.released());
            writeEpoch(out, record.granted());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IOException if it is of another version, or no record
     */
    static PrimaryRecord decode(int version, byte[] bytes) throws IOException {
        if (version < FIRST_VERSION || version > VERSION) {
            throw new IOException("a record of version %d, this agent reads up to %d".formatted(version, VERSION));
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            var promise = readPromise(version, in);
            return new PrimaryRecord(
                    promise,
                    readAssignment(version, in),
                    readEpoch(in),
                    readEpoch(in),
                    version <= WITHOUT_GUARDS ? Epoch.NONE : readEpoch(in));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("no record: " + e.getMessage(), e);
        }
    }

    private static Promise readPromise(int version, DataInputStream in) throws IOException {
        var epoch = readEpoch(in);
        var hosts = readHosts(in);
        var isByOperator = in.readBoolean();
        var lease = readLease(in);
        var terms = version <= WITHOUT_GUARDS ? Set.of(new Terms(Guard.OPERATOR, hosts)) : readTerms(in);
        return new Promise(epoch, hosts, isByOperator, lease, terms);
    }

    private static void writeTerms(DataOutputStream out, Set<Terms> all) throws IOException {
        out.writeInt(all.size());
        for (var terms : all) {
            out.writeUTF(terms.guard().name());
            writeHosts(out, terms.voters());
        }
    }

    private static Set<Terms> readTerms(DataInputStream in) throws IOException {
        var all = new HashSet<Terms>();
        for (var left = in.readInt(); left > 0; left--) {
            all.add(new Terms(Guard.valueOf(in.readUTF()), readHosts(in)));
        }
        return all;
    }

    private static void writeAssignment(DataOutputStream out, Assignment assignment) throws IOException {
        writeEpoch(out, assignment.epoch());
        out.writeUTF(assignment.primary());
        out.writeUTF(assignment.at().toString());
        out.writeUTF(assignment.by());
        out.writeUTF(assignment.reason());
        writeHosts(out, assignment.confirmedDown());
        writeHosts(out, assignment.fenced());
        out.writeUTF(assignment.from());
        writeHosts(out, assignment.hosts());
        writeHosts(out, assignment.voters());
        out.writeUTF(assignment.guard().name());
        writeLease(out, assignment.lease());
    }

    private static Assignment readAssignment(int version, DataInputStream in) throws IOException {
        return new Assignment(
                readEpoch(in),
                in.readUTF(),
                Instant.parse(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                readHosts(in),
                version == FIRST_VERSION ? Set.of() : readHosts(in),
                in.readUTF(),
                readHosts(in),
                readHosts(in),
                Guard.valueOf(in.readUTF()),
                readLease(in));
    }

    private static void writeEpoch(DataOutputStream out, Epoch epoch) throws IOException {
        out.writeLong(epoch.number());
        out.writeUTF(epoch.host());
    }

    private static Epoch readEpoch(DataInputStream in) throws IOException {
        return new Epoch(in.readLong(), in.readUTF());
    }

    private static void writeHosts(DataOutputStream out, Set<String> hosts) throws IOException {
        out.writeInt(hosts.size());
        for (var host : hosts) {
            out.writeUTF(host);
        }
    }

    private static Set<String> readHosts(DataInputStream in) throws IOException {
        var hosts = new TreeSet<String>();
        for (var left = in.readInt(); left > 0; left--) {
            hosts.add(in.readUTF());
        }
        return hosts;
    }

    private static void writeLease(DataOutputStream out, LeaseTimes lease) throws IOException {
        out.writeLong(lease.grace().toNanos());
        out.writeLong(lease.margin().toNanos());
    }

    private static LeaseTimes readLease(DataInputStream in) throws IOException {
        return new LeaseTimes(Duration.ofNanos(in.readLong()), Duration.ofNanos(in.readLong()));
    }
}
