package io.github.batonha.supervision.logs;

import io.github.batonha.supervision.logs.LogReader.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One log under the keeper's care. Any thread: it is rotated by one, while the start of its process may put it away. */
final class KeptLog implements AutoCloseable {

    /** No log shall ever come near what a file system can't hold, however long its process runs from start to start. */
    private static final long HUGE = 4L << 30;

    private static final Duration NOTED_EVERY = Duration.ofSeconds(10);

    private final LogFolder log;
    private final LogPolicy policy;
    private final boolean hasHoles;
    private final Rotation rotation;
    private final TimeIndex times;
    private final ReentrantLock lock = new ReentrantLock();
    private Place noted = new Place(0, 0);
    private Instant notedAt = Instant.EPOCH;
    private Instant rotatedAt;
    private Place archived;
    private long lastSize = -1;
    private FileIdentity file = FileIdentity.NONE;
    private @Nullable Object fileKey;
    private boolean isLooked;
    private @Nullable StrayLog stray;
    private volatile boolean isQuiet;
    private volatile String trouble = "";

    /** Ends first what a crash interrupted. */
    KeptLog(LogFolder log, LogPolicy policy, boolean hasHoles, Instant now) throws IOException {
        this.log = log;
        this.policy = policy;
        this.hasHoles = hasHoles;
        this.rotation = new Rotation(log);
        this.times = new TimeIndex(log);
        rotation.recover();
        var layout = log.layout();
        this.archived = new Place(layout.generation(), layout.archived());
        this.rotatedAt =
                layout.archives().isEmpty() ? now : layout.archives().getLast().at();
    }

    LogFolder folder() {
        return log;
    }

    /** What an operator should know of it; empty where there is nothing. */
    String trouble() {
        return trouble;
    }

    /** Without a process that writes it. */
    boolean look(Instant now) throws IOException {
        return look(now, OptionalLong.empty());
    }

    /**
     * Puts away what is due, and notes how long the log is. Returns whether there is a new archive.
     *
     * @param writer pid of its process, if one runs
     */
    boolean look(Instant now, OptionalLong writer) throws IOException {
        lock.lock();
        try {
            var size = sizeAsBefore(writer).orElse(-1);
            if (size < 0) {
                lookAtFile(now, writer);
                size = log.size();
            }
            note(size, now);
            isQuiet = size == lastSize && size == noted.offset() && stray == null;
            lastSize = size;
            if (!hasHoles || !isDue(size, now)) {
                return false;
            }
            var put = rotation.rotate(now);
            rotatedAt = now;
            learn();
            return put.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /** The size of the file that stood there before, by one question to the kernel: each log is looked at again and again. */
    private OptionalLong sizeAsBefore(OptionalLong writer) throws IOException {
        var before = fileKey;
        try {
            var here = Files.readAttributes(log.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            fileKey = here.fileKey();
            var isNothingNew = stray == null && (isLooked || writer.isEmpty()) && file.inode() != 0;
            return isNothingNew && before != null && before.equals(fileKey)
                    ? OptionalLong.of(here.size())
                    : OptionalLong.empty();
        } catch (NoSuchFileException none) {
            fileKey = null;
            return OptionalLong.empty();
        }
    }

    /** That another file stands there costs a look at what its process writes, and nothing else does. */
    private void lookAtFile(Instant now, OptionalLong writer) throws IOException {
        var here = FileIdentity.at(log.file());
        var isAnother = !here.isSame(file) && file.inode() != 0;
        if (stray == null && writer.isPresent() && (isAnother || !isLooked)) {
            stray = StrayLog.find(log, writer.getAsLong(), file, Math.max(0, lastSize), archived.offset())
                    .orElse(null);
            if (stray != null) {
                trouble =
                        "%s %s while pid %d of %s writes it: what it writes is carried to a new %s once a second; restart %s to have it written there itself, and leave logs to the agent, which rotates them"
                                .formatted(
                                        log.log(),
                                        stray.where(),
                                        writer.getAsLong(),
                                        log.process(),
                                        log.log(),
                                        log.process());
            }
        }
        isLooked |= writer.isPresent();
        if (isAnother) {
            rotation.replaced(now);
            learn();
        }
        carry();
        file = FileIdentity.at(log.file());
    }

    private void carry() throws IOException {
        var found = stray;
        if (found != null) {
            var isOver = !found.isWritten();
            found.carry();
            if (isOver) {
                endStray();
            }
        }
    }

    private void endStray() throws IOException {
        var found = stray;
        stray = null;
        trouble = "";
        if (found != null) {
            found.end();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            var found = stray;
            stray = null;
            if (found != null) {
                found.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** It did not grow from the last look but one to the last, and all that is to be noted of it is. */
    boolean isQuiet() {
        return isQuiet;
    }

    private boolean isDue(long size, Instant now) {
        var waiting = size - archived.offset();
        return waiting < 0 || waiting >= policy.rotateAtBytes() || (waiting > 0 && isAnotherPeriod(now));
    }

    private boolean isAnotherPeriod(Instant now) {
        var every = policy.rotateEvery().toMillis();
        return every > 0 && Math.floorDiv(now.toEpochMilli(), every) != Math.floorDiv(rotatedAt.toEpochMilli(), every);
    }

    private void note(long size, Instant now) throws IOException {
        var place = new Place(archived.generation(), size);
        if (!place.equals(noted) && Duration.between(notedAt, now).compareTo(NOTED_EVERY) >= 0) {
            times.add(new TimeIndex.Mark(now, place));
            noted = place;
            notedAt = now;
        }
    }

    private void learn() throws IOException {
        var layout = log.layout();
        archived = new Place(layout.generation(), layout.archived());
    }

    /**
     * Before its process is started, while nobody writes it. Does nothing where a rotation is under way: the process shall not
     * wait for that.
     *
     * @param isFresh not a restart by itself, the log of which tells why and goes on
     * @return whether there is a new archive
     */
    boolean begin(boolean isFresh, Instant now) throws IOException {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (stray != null) {
                carry();
                endStray();
            }
            var size = log.size();
            var isTooLong = size >= HUGE || (!hasHoles && size >= policy.rotateAtBytes());
            if (size == 0 || !(isTooLong || (isFresh && policy.archiveAtStart()))) {
                return false;
            }
            times.add(new TimeIndex.Mark(now, new Place(archived.generation(), size)));
            var put = rotation.putAway(now);
            file = FileIdentity.NONE;
            fileKey = null;
            isLooked = false;
            learn();
            return put.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest plain archive gets its compressed form; answers whether there was one. Takes its time. */
    boolean compressOne() throws IOException {
        Optional<Archive> plain = log.layout().archives().stream()
                .filter(archive -> !archive.isCompressed() && archive.end() > archive.start())
                .findFirst();
        if (plain.isPresent()) {
            rotation.compress(plain.get());
        }
        return plain.isPresent();
    }

    void trimTimes() throws IOException {
        var archives = log.layout().archives();
        if (!archives.isEmpty()) {
            var oldest = archives.getFirst();
            times.trim(new Place(oldest.generation(), oldest.start()));
        }
    }
}
