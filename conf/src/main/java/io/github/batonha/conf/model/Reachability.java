package io.github.batonha.conf.model;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Whether the other hosts can reach this one at its address, as far as this machine knows. Debian and others write a machine's own
 * name into {@code /etc/hosts} with 127.0.1.1: an agent that listens there hears nobody, and forms a cluster of its own.
 */
public final class Reachability {

    private static final int LOOK_UP_SECONDS = 3;

    /** Looks up names. */
    public interface Resolver {
        /**
         * Looks up one name. Blocks.
         *
         * @throws IOException if nobody knows it
         */
        InetAddress resolve(String host) throws IOException;
    }

    /**
     * What is wrong, and what to do.
     *
     * @param isCertain another host is known to be elsewhere; else its name is unknown here
     */
    public record Obstacle(String text, boolean isCertain) {}

    private final Resolver resolver;

    /** Asks a resolver of one's own. */
    public Reachability(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Blocks for as long as the resolver takes; empty where nothing is wrong, or where all hosts are on this machine. */
    public static Optional<Obstacle> obstacle(HostDefinition self, List<HostDefinition> hosts) {
        return ofThisMachine().find(self, hosts);
    }

    /** Asks what this machine asks: {@code /etc/hosts}, name servers. */
    public static Reachability ofThisMachine() {
        return new Reachability(Reachability::lookUp);
    }

    /** As {@link #obstacle}, by this resolver. */
    public Optional<Obstacle> find(HostDefinition self, List<HostDefinition> hosts) {
        var own = address(self);
        if (own.filter(InetAddress::isLoopbackAddress).isEmpty()) {
            return Optional.empty();
        }
        var others = hosts.stream()
                .filter(host -> !host.name().equals(self.name()))
                .map(this::address)
                .toList();
        var isCertain = others.stream()
                .anyMatch(other ->
                        other.filter(address -> !address.isLoopbackAddress()).isPresent());
        var isUnknown = others.stream().anyMatch(Optional::isEmpty);
        return isCertain || isUnknown
                ? Optional.of(new Obstacle(text(self, own.get().getHostAddress()), isCertain))
                : Optional.empty();
    }

    private static String text(HostDefinition self, String address) {
        var effect = "so other hosts can't reach its agent, and it forms a cluster of its own";
        return self.address().equals(address) || self.address().contains(":")
                ? "the Address %s of %s is a loopback address, %s: give its address in the network"
                        .formatted(self.address(), self.name(), effect)
                : "%s is %s on this machine, a loopback address, %s: take %s out of the line %s of /etc/hosts, or give the host an item \"Address\" with its address in the network"
                        .formatted(self.address(), address, effect, self.address(), address);
    }

    /**
     * The hosts whose addresses this machine can't look up, in their order. Blocks for at most three seconds, whatever the resolver does: a
     * name server that does not answer by then knows none of the rest.
     */
    public List<HostDefinition> unknown(List<HostDefinition> hosts) {
        var pool = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var lookUps = hosts.stream()
                    .map(host -> (Callable<Boolean>) () -> address(host).isPresent())
                    .toList();
            var known = pool.invokeAll(lookUps, LOOK_UP_SECONDS, TimeUnit.SECONDS);
            return IntStream.range(0, hosts.size())
                    .filter(i -> known.get(i).state() != Future.State.SUCCESS
                            || !known.get(i).resultNow())
                    .mapToObj(hosts::get)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Whether nobody outside of this machine can reach any of them. A name that is unknown here may be reached. */
    public boolean areAllOnLoopback(List<HostDefinition> hosts) {
        return hosts.stream().allMatch(this::isOnLoopback);
    }

    /** Whether nobody outside of this machine can reach it. A name that is unknown here may be reached. */
    public boolean isOnLoopback(HostDefinition host) {
        return address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** A name that is unknown here may be known elsewhere. */
    private Optional<InetAddress> address(HostDefinition host) {
        try {
            return Optional.of(resolver.resolve(host.address()));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** The one that a socket would be bound to. */
    private static InetAddress lookUp(String host) throws IOException {
        return InetAddress.getAllByName(host)[0];
    }
}
