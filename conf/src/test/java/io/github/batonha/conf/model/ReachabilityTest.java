package io.github.batonha.conf.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

    private static HostDefinition host(String name, String address) {
        return new HostDefinition(name, address, 6000, 8558, FenceCommand.NONE);
    }

    private static Reachability knowing(Map<String, String> addresses) {
        return new Reachability(name -> {
            var known = addresses.get(name);
            if (known == null) {
                throw new UnknownHostException(name);
            }
            return InetAddress.ofLiteral(known);
        });
    }

    private static final List<HostDefinition> BOTH = List.of(host("NodeA", "NodeA"), host("NodeB", "NodeB"));

    @Test
    void givenTheLineOfDebian_whenAnotherHostIsElsewhere_thenItIsCertainThatItCantWork() {
        var found = knowing(Map.of("NodeA", "127.0.1.1", "NodeB", "10.0.0.2")).find(BOTH.getFirst(), BOTH);

        assertThat(found).hasValueSatisfying(obstacle -> {
            assertThat(obstacle.isCertain()).isTrue();
            assertThat(obstacle.text())
                    .startsWith("NodeA is 127.0.1.1 on this machine, a loopback address")
                    .contains("take NodeA out of the line 127.0.1.1 of /etc/hosts", "item \"Address\"");
        });
    }

    @Test
    void givenTheLineOfDebian_whenTheOtherHostIsUnknown_thenItIsSaidButNotCertain() {
        var found = knowing(Map.of("NodeA", "127.0.1.1")).find(BOTH.getFirst(), BOTH);

        assertThat(found)
                .hasValueSatisfying(obstacle -> assertThat(obstacle.isCertain()).isFalse());
    }

    @Test
    void givenALoopbackAddressOfIPv6_whenAnotherHostIsElsewhere_thenTheItemIsNamed() {
        var hosts = List.of(host("NodeA", "::1"), host("NodeB", "fd00:77::2"));

        var found = knowing(Map.of("::1", "::1", "fd00:77::2", "fd00:77::2")).find(hosts.getFirst(), hosts);

        assertThat(found).hasValueSatisfying(obstacle -> {
            assertThat(obstacle.isCertain()).isTrue();
            assertThat(obstacle.text())
                    .startsWith("the Address ::1 of NodeA is a loopback address")
                    .doesNotContain("/etc/hosts");
        });
    }

    @Test
    void givenHostsThatCanReachEachOther_whenLookedAt_thenNothingIsSaid() {
        assertThat(knowing(Map.of("NodeA", "10.0.0.1", "NodeB", "10.0.0.2")).find(BOTH.getFirst(), BOTH))
                .isEmpty();
        assertThat(knowing(Map.of("NodeA", "127.0.0.1", "NodeB", "127.0.0.2")).find(BOTH.getFirst(), BOTH))
                .isEmpty();
        assertThat(knowing(Map.of("NodeA", "127.0.1.1")).find(BOTH.getFirst(), BOTH.subList(0, 1)))
                .isEmpty();
        assertThat(knowing(Map.of()).find(BOTH.getFirst(), BOTH)).isEmpty();
    }

    @Test
    void givenANameThatNobodyKnows_whenHostsAreLookedUp_thenThatHostAloneIsNamed() {
        assertThat(knowing(Map.of("NodeA", "10.0.0.1")).unknown(BOTH)).containsExactly(BOTH.getLast());
    }

    @Test
    void givenANameServerThatDoesNotAnswer_whenHostsAreLookedUp_thenNoneOfItsNamesIsKnownAfterAWhile() {
        var never = new CountDownLatch(1);
        var silent = new Reachability(name -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        });

        assertThat(silent.unknown(BOTH)).isEqualTo(BOTH);
    }
}
