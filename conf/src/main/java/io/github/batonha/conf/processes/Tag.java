package io.github.batonha.conf.processes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The tags of a process. The constants' names are the tags in upper snake case, as {@code <PROCESS>_PROCESS_<TAG>} has them. */
public enum Tag {
    GROUP_ID("groupId", Kind.TEXT),
    START("start", Kind.TRUTH),
    SCHEDULE_RESTART("scheduleRestart", Kind.TRUTH),
    OPTIONS("options", Kind.WORDS),
    MODULE("module", Kind.NAMES),
    JAR("jar", Kind.TEXT),
    PACKAGE("package", Kind.TEXT),
    CONFIG("config", Kind.TEXT),
    SCRIPT("script", Kind.TEXT),
    LANGUAGE("language", Kind.TEXT),
    CONFIG_OVERRIDES_FILE("configOverridesFile", Kind.TEXT),
    DESCRIPTION("description", Kind.TEXT),
    LOGGING_LEVEL("loggingLevel", Kind.TEXT),
    DEPENDENCY("dependency", Kind.LIST),
    CLASSPATH("classpath", Kind.LIST),
    HOSTS("hosts", Kind.LIST),
    INSTANCES("instances", Kind.INSTANCES),
    PRIMARY_ONLY("primaryOnly", Kind.TRUTH),
    ARGUMENTS("arguments", Kind.WORDS),
    COMMAND("command", Kind.WORDS),
    MAIN_CLASS("mainClass", Kind.NAME),
    JAVA("java", Kind.TEXT),
    DIRECTORY("directory", Kind.TEXT),
    STOP_WITHIN("stopWithin", Kind.DURATION),
    RESTART("restart", Kind.RESTART_POLICY),
    MAX_RESTARTS("maxRestarts", Kind.COUNT),
    RESTART_PERIOD("restartPeriod", Kind.DURATION),
    BACKOFF("backoff", Kind.DURATION),
    MAX_BACKOFF("maxBackoff", Kind.DURATION),
    STABLE_AFTER("stableAfter", Kind.DURATION),
    SUCCESS_EXITS("successExits", Kind.EXITS),
    GROUP_STRATEGY("groupStrategy", Kind.GROUP_STRATEGY),
    PRE_STOP("preStop", Kind.WORDS),
    USER("user", Kind.USER),
    NICE("nice", Kind.NICE),
    UMASK("umask", Kind.UMASK),
    LIMITS("limits", Kind.LIMITS),
    MEMORY_MAX("memoryMax", Kind.CONTROL),
    CPU_WEIGHT("cpuWeight", Kind.CONTROL),
    TASKS_MAX("tasksMax", Kind.CONTROL),
    SECRETS("secrets", Kind.SECRETS),
    ENVIRONMENT_FILE("environmentFile", Kind.LIST),
    READINESS("readiness", Kind.PROBE),
    START_WITHIN("startWithin", Kind.DURATION),
    LIVENESS("liveness", Kind.PROBE),
    WATCHDOG("watchdog", Kind.DURATION),
    NOTIFY("notify", Kind.TRUTH),
    NOTIFY_ACCESS("notifyAccess", Kind.PROBE),
    METRICS("metrics", Kind.PROBE),
    STANDBY("standby", Kind.STANDBY),
    AOT_CACHE("aotCache", Kind.AOT_CACHE);

    enum Kind {
        TEXT,
        /** One word without slashes. */
        NAME,
        /** The same several times, separated by commas. */
        NAMES,
        TRUTH,
        /** Split into words as a shell does. */
        WORDS,
        /** Separated by commas. */
        LIST,
        DURATION,
        COUNT,
        /** Numbers from 0 to 255, separated by commas. */
        EXITS,
        RESTART_POLICY,
        GROUP_STRATEGY,
        USER,
        NICE,
        UMASK,
        LIMITS,
        /** Of the control group of a run. */
        CONTROL,
        SECRETS,
        STANDBY,
        AOT_CACHE,
        /** A number in the file, {@code 2 of WORKER} once each is a process of its own. */
        INSTANCES,
        /** Words {@code name=value}, then what is looked at. */
        PROBE
    }

    private final String tagName;
    private final Kind kind;

    Tag(String tagName, Kind kind) {
        this.tagName = tagName;
        this.kind = kind;
    }

    /** As it stands in the file. */
    public String tagName() {
        return tagName;
    }

    Kind kind() {
        return kind;
    }

    /** Whether it has some in a file; they are words in front of its text. */
    boolean hasAttributes() {
        return kind == Kind.PROBE;
    }

    /** {@code <groupId>}. */
    public String shown() {
        return "<" + tagName + ">";
    }

    public static Optional<Tag> named(String tagName) {
        return Arrays.stream(values())
                .filter(tag -> tag.tagName.equals(tagName))
                .findFirst();
    }

    static Optional<Tag> ofVariable(String upperSnake) {
        return Arrays.stream(values())
                .filter(tag -> tag.name().equals(upperSnake))
                .findFirst();
    }

    static List<String> shownNames() {
        return Arrays.stream(values()).map(Tag::shown).toList();
    }

    static List<String> variableNames() {
        return Arrays.stream(values()).map(Tag::name).toList();
    }
}
