package io.github.batonha.actors.tokens;

import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.ConsoleSessions;
import io.github.batonha.actors.access.HandOvers;
import io.github.batonha.actors.access.IssuedToken;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.actors.wire.WireText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * {@code /user/tokens}: makes and revokes tokens, and keeps the same ones on all nodes. A change is told to all others at once; what they missed
 * they are told when a digest, sent at the start and every few seconds, shows that two nodes differ. To be spawned on a dispatcher that may
 * block.
 */
public final class TokensActor {
    private static final Duration DIGEST_EVERY = Duration.ofSeconds(10);
    /** More than anybody needs: each is in the memory of all nodes. */
    private static final int MOST = 1000;

    public sealed interface Command {}

    public record Create(String name, Role role, Duration lifetime, String by, ActorRef<Answer> replyTo)
            implements Command {}

    public record Revoke(String name, String by, ActorRef<Answer> replyTo) implements Command {}

    public record GetAll(ActorRef<All> replyTo) implements Command {}

    public record All(List<IssuedToken> tokens) {
        public All {
            tokens = List.copyOf(tokens);
        }
    }

    /** Between nodes: what mine come to. {@code isAnswer} has no digest sent back. */
    public record Digest(String host, long digest, boolean isAnswer) implements Command, Wire {}

    /** Between nodes: tokens as JSON of our own mapping, without their texts. */
    public record Told(String host, List<String> tokens) implements Command, Wire {
        public Told {
            tokens = List.copyOf(tokens);
        }
    }

    /** Has another node let a session of the console go on there. No answer comes where it can't be reached. */
    public record HandOverOn(String host, HandOver handOver) implements Command {}

    /**
     * Between nodes: this one vouches for a session of its console.
     *
     * @param token hash of the token that it was begun with; empty where it was begun by the agent's token, or a login of the host
     * @param leftSeconds until it ends at the latest
     */
    public record HandOver(
            String name, Role role, String from, String token, long leftSeconds, ActorRef<Ticket> replyTo)
            implements Command, Wire {}

    /** What the browser logs in with at that node; empty where it lets nobody go on. */
    public record Ticket(String node, String text) implements Wire {
        /** Never the ticket. */
        @Override
        public String toString() {
            return "Ticket[%s]".formatted(node);
        }
    }

    private record DigestDue() implements Command {}

    /** What became of an order. */
    public sealed interface Answer {
        record Created(String token, IssuedToken issued) implements Answer {
            /** Never the token. */
            @Override
            public String toString() {
                return "Created[%s]".formatted(issued.name());
            }
        }

        record Revoked(List<IssuedToken> tokens) implements Answer {
            public Revoked {
                tokens = List.copyOf(tokens);
            }
        }

        /** The name is in use. */
        record Taken(IssuedToken by) implements Answer {}

        record Full(int most) implements Answer {}

        /** No token of that name counts. */
        record Unknown(List<String> known) implements Answer {
            public Unknown {
                known = List.copyOf(known);
            }
        }

        record Failed(String why) implements Answer {}
    }

    private final TokenStore store;
    private final String self;
    private final List<String> others;
    private final Outbox outbox;
    private final HandOvers handOvers;

    private TokensActor(TokenStore store, String self, List<String> others, Outbox outbox, HandOvers handOvers) {
        this.store = store;
        this.self = self;
        this.others = List.copyOf(others);
        this.outbox = outbox;
        this.handOvers = handOvers;
    }

    /**
     * Begins with what the store holds.
     *
     * @param hosts of the definition; whether this one is among them does not matter
     * @param outbox to {@code /user/tokens} of other hosts
     * @param handOvers of sessions of the console to this node
     */
    public static Behavior<Command> create(
            TokenStore store, String self, List<String> hosts, Outbox outbox, HandOvers handOvers) {
        var others = hosts.stream().filter(host -> !host.equals(self)).toList();
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new DigestDue(), Duration.ZERO, DIGEST_EVERY);
            var actor = new TokensActor(store, self, others, outbox, handOvers);
            return Behaviors.receiveMessage(actor::on);
        });
    }

    private Behavior<Command> on(Command command) {
        switch (command) {
            case Create create -> create.replyTo().tell(made(create));
            case Revoke revoke -> revoke.replyTo().tell(revoked(revoke));
            case GetAll(var replyTo) -> replyTo.tell(new All(store.tokens().all()));
            case Told(var _, var lines) ->
                store.learn(lines.stream()
                        .map(TokenJson::read)
                        .flatMap(Optional::stream)
                        .toList());
            case Digest digest -> compare(digest);
            case HandOverOn(var host, var handOver) -> outbox.tell(host, handOver);
            case HandOver handOver -> handOver.replyTo().tell(new Ticket(self, ticket(handOver)));
            case DigestDue() -> {
                store.writeIfNeeded();
                others.forEach(host -> outbox.tell(host, new Digest(self, store.digest(), false)));
            }
        }
        return Behaviors.same();
    }

    /** A token is judged by what this node knows of it: it may have been revoked meanwhile. */
    private String ticket(HandOver handOver) {
        var known = new Caller(handOver.name(), handOver.role(), handOver.from());
        Supplier<Optional<Caller>> holder = handOver.token().isEmpty()
                ? () -> Optional.of(known)
                : () -> store.holder(handOver.token(), handOver.from());
        var left = Duration.ofSeconds(Math.min(handOver.leftSeconds(), ConsoleSessions.LONGEST.toSeconds()));
        return holder.get()
                .filter(caller -> caller.role().suffices(Role.VIEWER) && left.isPositive())
                .map(caller -> handOvers.issue(caller, holder, handOver.token(), left))
                .orElse("");
    }

    private Answer made(Create create) {
        var taken = store.tokens().activeOf(create.name(), store.now());
        if (!taken.isEmpty()) {
            return new Answer.Taken(taken.getFirst());
        }
        if (store.tokens().size() >= MOST) {
            return new Answer.Full(MOST);
        }
        try {
            var made = store.make(create.name(), create.role(), create.lifetime(), create.by());
            tell(others, List.of(made.issued()));
            return new Answer.Created(made.token(), made.issued());
        } catch (IOException e) {
            return new Answer.Failed("no token was made, because it can't be kept: %s".formatted(e));
        }
    }

    private Answer revoked(Revoke revoke) {
        var now = store.now();
        var active = store.tokens().activeOf(revoke.name(), now);
        if (active.isEmpty()) {
            return new Answer.Unknown(store.tokens().all().stream()
                    .filter(token -> token.state(now) == IssuedToken.State.ACTIVE)
                    .map(IssuedToken::name)
                    .distinct()
                    .toList());
        }
        try {
            return new Answer.Revoked(store.revoke(active, revoke.by()));
        } catch (IOException e) {
            return new Answer.Failed(
                    "the token counts no more, but that can't be kept, and is tried again: %s".formatted(e));
        } finally {
            tell(others, store.tokens().all());
        }
    }

    private void compare(Digest theirs) {
        var mine = store.digest();
        if (mine == theirs.digest()) {
            return;
        }
        tell(List.of(theirs.host()), store.tokens().all());
        if (!theirs.isAnswer()) {
            outbox.tell(theirs.host(), new Digest(self, mine, true));
        }
    }

    private void tell(List<String> hosts, List<IssuedToken> tokens) {
        var rest = tokens.stream().map(TokenJson::write).toList();
        while (!rest.isEmpty()) {
            var part = rest.subList(
                    0, Math.max(1, WireText.cut(rest, WireText.MOST_BYTES).size()));
            hosts.forEach(host -> outbox.tell(host, new Told(self, part)));
            rest = rest.subList(part.size(), rest.size());
        }
    }
}
