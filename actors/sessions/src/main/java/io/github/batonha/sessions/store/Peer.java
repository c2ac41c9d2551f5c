package io.github.batonha.sessions.store;

import io.github.batonha.sessions.store.SessionMessage.Beat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What this node knows of one other host. */
final class Peer {

    private static final long NEVER = Long.MAX_VALUE;

    private final String host;
    private final PeerQueue outgoing;
    private final long reachWithinNanos;
    /** {@code clock} of its last beat. */
    private long lastBeat;
    /** {@code sent} of its last beat. */
    private long lastSent;
    /** Our monotonic time that it echoed last; meaningless while {@code hasEchoed} is false. */
    private long echoed;

    private boolean hasEchoed;
    /** An acknowledgement was overdue at this time: only an echo of a later beat makes it reachable again. */
    private long doubtedAt;

    /** Whether we take more than beats of it, and it of us. */
    private boolean isAdmitted;

    private boolean isListening;
    private boolean wasReachable;
    private boolean isSynced;
    /** Our monotonic time of our start, or of the end of a pause. */
    private long missedUntil;
    /** The host's clock when it had heard of us after that: what it says later shows all that this node has missed. */
    private long newsSince = NEVER;

    /** It may lack something that was given up on the way to it: it is told the sums as soon as it can be reached. */
    private boolean isOwedDigests;

    private @Nullable AntiEntropyRound comparison;
    private Duration clockAhead = Duration.ZERO;
    private Duration clockJump = Duration.ZERO;
    private long clockHeard;
    private boolean isClockKnown;

    Peer(String host, PeerQueue outgoing, Duration reachWithin, long now) {
        this.host = host;
        this.outgoing = outgoing;
        this.reachWithinNanos = reachWithin.toNanos();
        this.doubtedAt = now - 1;
        this.missedUntil = now;
    }

    /** Takes note. {@code startedAt} is our monotonic time of start: an echo from before it is one of an earlier life */
    void heard(Beat beat, long now, long startedAt) {
        if (beat.clock() >= lastBeat) {
            // One that was overtaken says what was: clocks go on over restarts.
            lastBeat = beat.clock();
            lastSent = beat.sent();
            isListening = beat.isListening();
        }
        if (beat.echo() - startedAt >= 0 && now - beat.echo() >= 0 && (!hasEchoed || beat.echo() - echoed > 0)) {
            echoed = beat.echo();
            hasEchoed = true;
        }
        if (newsSince == NEVER && hasEchoed && echoed - missedUntil >= 0) {
            newsSince = beat.clock();
        }
    }

    boolean isReachable(long now) {
        return isAdmitted && isListening && hasEchoed && now - echoed <= reachWithinNanos && echoed - doubtedAt > 0;
    }

    /** Once for each time that it becomes reachable. */
    boolean becameReachable(long now) {
        var before = wasReachable;
        wasReachable = isReachable(now);
        return wasReachable && !before;
    }

    void doubt(long now) {
        doubtedAt = now;
        wasReachable = false;
        isOwedDigests = true;
        outgoing.giveUp();
    }

    /** This node was paused: the host may have gone on without it since, and is asked as at a start. */
    void missed(long now) {
        doubtedAt = now - 1;
        wasReachable = false;
        isOwedDigests = true;
        outgoing.waitAnew(now);
        isSynced = false;
        comparison = null;
        missedUntil = now;
        newsSince = NEVER;
        lastSent = 0;
    }

    void lost() {
        wasReachable = false;
        isOwedDigests = true;
        comparison = null;
        outgoing.giveUp();
    }

    boolean wasReachable() {
        return wasReachable;
    }

    String host() {
        return host;
    }

    PeerQueue outgoing() {
        return outgoing;
    }

    long lastSent() {
        return lastSent;
    }

    boolean isAdmitted() {
        return isAdmitted;
    }

    void admit(boolean admitted) {
        isAdmitted = admitted;
    }

    boolean isSynced() {
        return isSynced;
    }

    /** Whether what the host said at that stamp of its clock shows all that this node may have missed. */
    boolean saysAll(long upTo) {
        return upTo >= newsSince;
    }

    /** Whether sums of that stamp have to wait for a comparison. One that is not enough to be in sync gives way to one that is. */
    boolean isBusyFor(long upTo) {
        return comparison != null && (isSynced || saysAll(comparison.upTo()) || !saysAll(upTo));
    }

    void synced(boolean synced) {
        isSynced = synced;
    }

    boolean isOwedDigests() {
        return isOwedDigests;
    }

    void owesDigests(boolean owed) {
        isOwedDigests = owed;
    }

    @Nullable
    AntiEntropyRound comparison() {
        return comparison;
    }

    void compare(@Nullable AntiEntropyRound next) {
        comparison = next;
    }

    Duration clockAhead() {
        return clockAhead;
    }

    void clockHeard(Duration ahead, Duration jump, long now) {
        clockAhead = ahead;
        clockJump = jump;
        clockHeard = now;
        isClockKnown = true;
    }

    boolean isClockKnown(long now) {
        return isClockKnown && now - clockHeard <= reachWithinNanos;
    }

    Duration clockJump() {
        return clockJump;
    }
}
