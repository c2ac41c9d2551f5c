package io.github.batonha.actors.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.HttpChallenge;
import org.apache.pekko.http.javadsl.model.headers.WWWAuthenticate;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/** Lets through whoever sends the agent's token. */
final class Access {
    private static final String BEARER = "Bearer ";

    private final byte[] token;
    private final Path tokenFile;

    Access(String token, Path tokenFile) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.tokenFile = tokenFile;
    }

    Route required(Supplier<Route> inner) {
        return Directives.optionalHeaderValueByName(
                "Authorization",
                header -> header.filter(this::isRight).isPresent()
                        ? inner.get()
                        : Directives.complete(refusal(header.isPresent())));
    }

    /** For everybody, who may have sent the token or not. One that is wrong counts as none: nothing is refused for it. */
    Route known(Function<Boolean, Route> inner) {
        return Directives.optionalHeaderValueByName(
                "Authorization",
                header -> inner.apply(header.filter(this::isRight).isPresent()));
    }

    /** The time that it takes tells nothing of the token. */
    private boolean isRight(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        token, header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse refusal(boolean hasSentOne) {
        return Replies.problem(
                        StatusCodes.UNAUTHORIZED,
                        hasSentOne ? "this is not the token of this agent" : "this needs the agent's token",
                        "send the content of %s as \"Authorization: Bearer …\"; only its owner can read it"
                                .formatted(tokenFile))
                .addHeader(WWWAuthenticate.create(HttpChallenge.create("Bearer", "baton")));
    }
}
