package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.supervision.logs.LogPolicy;

/** How logs are kept, as JSON and back. A revision of an earlier release says nothing of it: the defaults, then. */
final class LogPolicyJson {

    private LogPolicyJson() {}

    static ObjectNode write(LogPolicy policy) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("rotateAtBytes", policy.rotateAtBytes())
                .put("rotateEvery", policy.rotateEvery().toString())
                .put("keepFiles", policy.keepFiles())
                .put("keepFor", policy.keepFor().toString())
                .put("keepBytes", policy.keepBytes())
                .put("archiveAtStart", policy.archiveAtStart());
    }

    static LogPolicy read(JsonNode json) {
        return json.isMissingNode()
                ? LogPolicy.DEFAULT
                : new LogPolicy(
                        json.path("rotateAtBytes").asLong(),
                        JsonTime.read(json, "rotateEvery"),
                        json.path("keepFiles").asInt(),
                        JsonTime.read(json, "keepFor"),
                        json.path("keepBytes").asLong(),
                        json.path("archiveAtStart").asBoolean());
    }
}
