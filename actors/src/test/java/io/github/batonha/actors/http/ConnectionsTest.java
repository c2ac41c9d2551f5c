package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.http.Connections.Connection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final Connections connections = new Connections();
    private final List<Integer> ended = new ArrayList<>();
    private long now;
    private int count;

    private Optional<Connection> from(int address) {
        return take(address(address), false);
    }

    private Optional<Connection> here() {
        return take(InetAddress.getLoopbackAddress(), true);
    }

    private Optional<Connection> take(InetAddress address, boolean isHere) {
        var number = count++;
        now++;
        return connections.take(address, isHere, () -> ended.add(number), now);
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number / 256), (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void busy(Optional<Connection> connection) {
        connection.orElseThrow().asked(false);
    }

    @Test
    void givenStrangersThatFillEverything_whenThisHostConnects_thenItHasItsPlaces() {
        for (var number = 0; number < 2 * Connections.MOST_ELSEWHERE; number++) {
            from(number).ifPresent(connection -> connection.asked(false));
        }
        assertThat(connections.size()).isEqualTo(Connections.MOST_ELSEWHERE);

        for (var number = 0; number < Connections.MOST_HERE; number++) {
            busy(here());
        }

        assertThat(ended).isEmpty();
        assertThat(here()).isEmpty();
    }

    @Test
    void givenOneAddressWithAllItsConnections_whenItOpensAnother_thenItsOwnIdleOneGoesAndOthersStay() {
        var other = from(1);
        var first = from(2);
        busy(first);
        for (var number = 1; number < Connections.MOST_OF_AN_ADDRESS; number++) {
            from(2);
        }

        assertThat(from(2)).isPresent();

        assertThat(ended).containsExactly(2);
        assertThat(other).isPresent();
        assertThat(connections.size()).isEqualTo(Connections.MOST_OF_AN_ADDRESS + 1);
    }

    @Test
    void givenOneAddressWhoseConnectionsAreAllBusy_whenItOpensAnother_thenThatIsRefused() {
        for (var number = 0; number < Connections.MOST_OF_AN_ADDRESS; number++) {
            busy(from(1));
        }

        assertThat(from(1)).isEmpty();
        assertThat(from(2)).isPresent();
    }

    @Test
    void givenConnectionsThatNeverAsked_whenOneHasToGo_thenItGoesBeforeThoseThatDid() {
        var asked = here().orElseThrow();
        asked.asked(false);
        asked.answered(now);
        for (var number = 1; number < Connections.MOST_HERE; number++) {
            here();
        }

        here();
        here();

        assertThat(ended).containsExactly(1, 2);
    }

    @Test
    void givenConnectionsThatWait_whenTheirTimeHasPassed_thenTheyEndAndBusyOnesStay() {
        var busy = here();
        busy(busy);
        var kept = here().orElseThrow();
        kept.asked(false);
        kept.answered(now);
        from(1);

        now += Connections.FIRST_REQUEST_WITHIN.toNanos();
        assertThat(connections.sweep(now)).isTrue();
        assertThat(ended).containsExactly(2);

        now += Connections.NEXT_REQUEST_WITHIN.toNanos();
        assertThat(connections.sweep(now)).isTrue();
        assertThat(ended).containsExactly(2, 1);

        busy.orElseThrow().closed();
        now += Duration.ofDays(1).toNanos();
        assertThat(connections.sweep(now)).isFalse();
        assertThat(ended).hasSize(2);
    }

    @Test
    void givenOrdersUnderWay_whenTheyAreAnsweredOrTheirClientsGone_thenNoneIsLeft() {
        var kept = here().orElseThrow();
        var left = here().orElseThrow();
        var shown = here().orElseThrow();
        kept.asked(true);
        left.asked(true);
        shown.asked(false);
        var done = connections.noOrders().toCompletableFuture();

        kept.answered(now);
        assertThat(done).isNotDone();
        left.closed();
        left.closed();

        assertThat(done).succeedsWithin(Duration.ofSeconds(30));
        assertThat(connections.noOrders().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(30));
    }
}
