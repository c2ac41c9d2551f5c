package io.github.batonha.actors.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batonha.actors.access.IssuedToken;
import io.github.batonha.actors.access.IssuedToken.Revocation;
import io.github.batonha.actors.access.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** An issued token as one line of JSON, in the file and between nodes. */
final class TokenJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private TokenJson() {}

    static String write(IssuedToken token) {
        var json = MAPPER.createObjectNode()
                .put("hash", token.hash())
                .put("name", token.name())
                .put("role", token.role().word())
                .put("created", token.created().toString())
                .put("expires", token.expires().toString())
                .put("by", token.by());
        if (token.revocation() instanceof Revocation.Revoked(var at, var who)) {
            json.put("revoked", at.toString()).put("revokedBy", who);
        }
        return json.toString();
    }

    /** Empty for what is no token; fields of later versions are left out. */
    static Optional<IssuedToken> read(String line) {
        try {
            var json = MAPPER.readTree(line);
            var role = Role.given(json.path("role").asText());
            return role.isEmpty() || !HASH.matcher(json.path("hash").asText()).matches()
                    ? Optional.empty()
                    : Optional.of(read(json, role.get()));
        } catch (JsonProcessingException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static IssuedToken read(JsonNode json, Role role) {
        return new IssuedToken(
                json.path("hash").asText(),
                json.path("name").asText(),
                role,
                Instant.parse(json.path("created").asText()),
                Instant.parse(json.path("expires").asText()),
                json.path("by").asText(),
                json.has("revoked")
                        ? new Revocation.Revoked(
                                Instant.parse(json.path("revoked").asText()),
                                json.path("revokedBy").asText())
                        : new Revocation.None());
    }
}
