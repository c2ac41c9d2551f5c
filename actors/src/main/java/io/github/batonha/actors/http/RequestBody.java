package io.github.batonha.actors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.CancelRequest;
import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.LoginRequest;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.PushRequest;
import io.github.batonha.actors.api.RepairRequest;
import io.github.batonha.actors.api.ScheduleRequest;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.TokenRequest;
import io.github.batonha.actors.api.UndrainRequest;
import io.github.batonha.supervision.primary.model.Reason;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests. A field that is left out has a default, but for the one that says where; a field that is unknown or of the
 * wrong type is refused by name, and so is a body that is empty.
 */
final class RequestBody {
    private static final ObjectMapper STRICT = Replies.MAPPER
            .copy()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

    private static final String BY = "by";
    private static final int LONGEST_CLAIM = 200;
    private static final int LONGEST_WAIT = 86_400;
    private static final String SET_PRIMARY = """
            {"target": null, "confirmDown": [], "by": "", "reason": "", "fence": [], "override": [], "dryRun": false,
             "whenReadySeconds": 0}""";
    private static final String SCHEDULE = """
            {"target": null, "at": null, "by": "", "reason": "", "override": [], "whenReadySeconds": 0}""";
    private static final String CANCEL = """
            {"target": null, "by": "", "reason": ""}""";
    private static final String REPAIR = """
            {"confirmDown": [], "by": "", "reason": "", "dryRun": false}""";
    private static final String DRAIN = """
            {"node": null, "deadlineSeconds": 60, "stop": true, "force": false, "by": "", "close": false}""";
    private static final String UNDRAIN = """
            {"node": null, "by": ""}""";
    private static final String APPLY = """
            {"hosts": [], "everyNode": false, "dryRun": false, "by": "", "shown": {}, "rolling": false, "drainSeconds": 0,
             "reason": "", "processes": []}""";
    private static final String PUSH = """
            {"dryRun": false, "by": "", "reason": ""}""";
    private static final String OPERATION = """
            {"action": null, "scope": null, "name": "", "hosts": [], "everyNode": false, "force": false,
             "waitSeconds": -1, "agentToo": false, "by": "", "rolling": false, "drainSeconds": 0}""";

    private static final String TOKEN = """
            {"name": null, "role": null, "expires": "P90D"}""";
    private static final String LOGIN = """
            {"token": null}""";
    private static final Pattern TOKEN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Duration SHORTEST_TOKEN = Duration.ofMinutes(1);
    private static final Duration LONGEST_TOKEN = Duration.ofDays(1096);

    /** The reason says what is wrong with the body, for the one who sent it. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        Unreadable(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    private RequestBody() {}

    static SetPrimaryRequest setPrimary(String body, Caller caller) throws Unreadable {
        var request = read(body, caller, SET_PRIMARY, SetPrimaryRequest.class);
        require("target", request.target());
        check(request);
        return request;
    }

    private static void check(SetPrimaryRequest request) throws Unreadable {
        var known = Reason.overridable();
        for (var code : request.override()) {
            if (!known.contains(code)) {
                throw new Unreadable("\"override\" has %s, which can't be overridden: only %s can"
                        .formatted(code, String.join(", ", known)));
            }
        }
        if (request.whenReadySeconds() < 0 || request.whenReadySeconds() > LONGEST_WAIT) {
            throw new Unreadable("\"whenReadySeconds\" is %d: it must be 0 to %d"
                    .formatted(request.whenReadySeconds(), LONGEST_WAIT));
        }
        if (request.whenReadySeconds() > 0 && request.dryRun()) {
            throw new Unreadable("\"whenReadySeconds\" goes with an order, not with \"dryRun\"");
        }
        if (!request.override().isEmpty() && request.reason().isBlank()) {
            throw new Unreadable("\"override\" needs a \"reason\", which is kept in the history");
        }
    }

    static ScheduleRequest schedule(String body, Caller caller) throws Unreadable {
        var request = read(body, caller, SCHEDULE, ScheduleRequest.class);
        require("target", request.target());
        if (isMissing(request.at())) {
            throw new Unreadable("\"at\" must be given");
        }
        check(request.order());
        try {
            return request.proven(OffsetDateTime.parse(request.at()).toInstant(), caller.name());
        } catch (DateTimeParseException e) {
            throw new Unreadable(
                    "\"at\" is %s: it must be a time in ISO 8601 with its zone, such as 2026-12-01T02:00:00Z"
                            .formatted(request.at()));
        }
    }

    static CancelRequest cancel(String body, Caller caller) throws Unreadable {
        var request = read(body, caller, CANCEL, CancelRequest.class);
        require("target", request.target());
        return request;
    }

    static RepairRequest repair(String body, Caller caller) throws Unreadable {
        return read(body, caller, REPAIR, RepairRequest.class);
    }

    static DrainRequest drain(String body, Caller caller) throws Unreadable {
        var request = read(body, caller, DRAIN, DrainRequest.class);
        require("node", request.node());
        if (request.deadlineSeconds() < 0) {
            throw new Unreadable(
                    "\"deadlineSeconds\" is %d: it must be 0 or more".formatted(request.deadlineSeconds()));
        }
        return request;
    }

    static UndrainRequest undrain(String body, Caller caller) throws Unreadable {
        var request = read(body, caller, UNDRAIN, UndrainRequest.class);
        require("node", request.node());
        return request;
    }

    static ApplyRequest apply(String body, Caller caller) throws Unreadable {
        var request = read(body, caller, APPLY, ApplyRequest.class);
        if (request.hosts().isEmpty() && !request.everyNode()) {
            throw new Unreadable("\"hosts\" must name the nodes that are meant, or \"everyNode\" be true");
        }
        if (request.drainSeconds() < 0 || (request.drainSeconds() > 0 && !request.rolling())) {
            throw new Unreadable(
                    "\"drainSeconds\" is %d: it must be 0, or more with \"rolling\"".formatted(request.drainSeconds()));
        }
        return request;
    }

    static PushRequest push(String body, Caller caller) throws Unreadable {
        return read(body, caller, PUSH, PushRequest.class);
    }

    private static void require(String field, @Nullable String name) throws Unreadable {
        if (name == null) {
            throw new Unreadable("\"%s\" must name the node that is meant".formatted(field));
        }
    }

    static Operation operation(String body, Caller caller) throws Unreadable {
        var operation = read(body, caller, OPERATION, Operation.class);
        if (isMissing(operation.action()) || isMissing(operation.scope())) {
            throw new Unreadable(
                    "\"action\" (START, STOP, RESTART or TRAIN) and \"scope\" (PROCESS, GROUP or SERVER) must be given");
        }
        if (operation.scope() != Operation.Scope.SERVER && operation.name().isEmpty()) {
            throw new Unreadable("\"name\" must name the %s".formatted(operation.scope()));
        }
        if (operation.waitSeconds() < -1) {
            throw new Unreadable("\"waitSeconds\" is %d: it must be 0 or more, or -1 for what each process has"
                    .formatted(operation.waitSeconds()));
        }
        if (operation.agentToo() && !isStopOfServer(operation)) {
            throw new Unreadable("\"agentToo\" goes with STOP of a SERVER only, not with %s of a %s"
                    .formatted(operation.action(), operation.scope()));
        }
        checkRestart(operation);
        if (operation.action() == Operation.Action.TRAIN && operation.scope() != Operation.Scope.PROCESS) {
            throw new Unreadable("\"scope\" is %s: TRAIN goes with a PROCESS".formatted(operation.scope()));
        }
        return operation;
    }

    static TokenRequest token(String body, Caller caller) throws Unreadable {
        var request = read(body, caller, TOKEN, TokenRequest.class);
        if (isMissing(request.name()) || !TOKEN_NAME.matcher(request.name()).matches()) {
            throw new Unreadable(
                    "\"name\" must be given: up to 64 letters, digits, dots, dashes and underscores, with a letter or digit first");
        }
        if (isMissing(request.role()) || Role.given(request.role()).isEmpty()) {
            throw new Unreadable("\"role\" must be viewer, operator or admin");
        }
        if (!isLifetime(request.expires())) {
            throw new Unreadable("\"expires\" is %s: it must be a time in ISO 8601, from PT1M to P1096D"
                    .formatted(request.expires()));
        }
        return request;
    }

    static LoginRequest login(String body, Caller caller) throws Unreadable {
        var request = read(body, caller, LOGIN, LoginRequest.class);
        if (isMissing(request.token())) {
            throw new Unreadable("\"token\" must be given");
        }
        return request;
    }

    private static boolean isLifetime(String text) {
        try {
            var time = Duration.parse(text);
            return time.compareTo(SHORTEST_TOKEN) >= 0 && time.compareTo(LONGEST_TOKEN) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static void checkRestart(Operation operation) throws Unreadable {
        var isRestart = operation.action() == Operation.Action.RESTART;
        if (isRestart && operation.scope() == Operation.Scope.SERVER) {
            throw new Unreadable("\"scope\" is SERVER: RESTART goes with a PROCESS or a GROUP");
        }
        if (operation.rolling() && !isRestart) {
            throw new Unreadable("\"rolling\" goes with RESTART only, not with %s".formatted(operation.action()));
        }
        if (operation.drainSeconds() < 0 || (operation.drainSeconds() > 0 && !operation.rolling())) {
            throw new Unreadable("\"drainSeconds\" is %d: it must be 0, or more with \"rolling\""
                    .formatted(operation.drainSeconds()));
        }
    }

    private static boolean isStopOfServer(Operation operation) {
        return operation.action() == Operation.Action.STOP && operation.scope() == Operation.Scope.SERVER;
    }

    /** Jackson fills a component that stands as null in the JSON with null, whatever its type says. */
    private static boolean isMissing(Object value) {
        return Optional.ofNullable(value).isEmpty();
    }

    private static <T> T read(String body, Caller caller, String defaults, Class<T> type) throws Unreadable {
        try {
            var known = (ObjectNode) STRICT.readTree(defaults);
            var given = STRICT.readTree(body);
            if (given.isMissingNode()) {
                throw new Unreadable("the body is empty");
            }
            if (!given.isObject()) {
                throw new Unreadable("the body is no JSON object");
            }
            refuseUnknown(given, known);
            known.setAll((ObjectNode) given);
            prove(known, caller);
            return STRICT.treeToValue(known, type);
        } catch (JsonProcessingException e) {
            throw new Unreadable(wrong(e));
        }
    }

    /** Who it is stands first; whom it is said to be for is no proof of anything. */
    private static void prove(ObjectNode request, Caller caller) throws Unreadable {
        var claimed = request.path(BY);
        if (claimed.isTextual()) {
            if (claimed.asText().length() > LONGEST_CLAIM) {
                throw new Unreadable("\"%s\" is longer than %d characters".formatted(BY, LONGEST_CLAIM));
            }
            request.put(BY, caller.by(claimed.asText()));
        }
    }

    private static void refuseUnknown(JsonNode given, JsonNode known) throws Unreadable {
        for (var field : given.properties()) {
            var name = field.getKey();
            if (!known.has(name)) {
                throw new Unreadable("unknown field \"%s\": there are %s".formatted(name, names(known)));
            }
            if (field.getValue().isNull() && !known.get(name).isNull()) {
                throw new Unreadable("\"%s\" is null: give it a value, or leave it out".formatted(name));
            }
            for (var item : field.getValue()) {
                if (item.isNull()) {
                    throw new Unreadable("\"%s\" has a null in it: leave that out".formatted(name));
                }
            }
        }
    }

    private static String names(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
    }

    /** Jackson's own words for a value of the wrong type name our classes, which tell the sender nothing. */
    private static String wrong(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            var field = mapping.getPath().getFirst().getFieldName();
            return "\"%s\" must be %s".formatted(field, wanted(mapping));
        }
        var where = e.getLocation();
        var text = e.getOriginalMessage();
        return where == null || where.getLineNr() < 1
                ? text
                : "%s at line %d, column %d".formatted(text, where.getLineNr(), where.getColumnNr());
    }

    private static String wanted(JsonMappingException e) {
        var type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (type == null) {
            return "of another type or range";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(" or "));
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class) {
            return "a whole number";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "an object with a text for each node";
        }
        return type == String.class ? "text" : "a list of names";
    }
}
