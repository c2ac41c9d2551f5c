package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.supervision.lifecycle.RestartCause;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of one of its processes: a row of {@code mon}.
 *
 * @param pid null where no JVM runs
 * @param port null where the process has none
 * @param status one of {@link ProcessState}
 * @param cpu percent of one core over the last sample, may exceed 100
 * @param memory percent of the host's memory (resident set)
 * @param uptimeSeconds since the last start, 0 where no JVM runs
 * @param restarts automatic restarts since the agent's records began
 * @param restartsByCause the same for each {@link RestartCause}, by its word; a cause without a restart is left out
 * @param standby of a process in STANDBY; null of any other, and where an agent of an earlier release tells it
 * @param message what is worth saying: last exit, what it waits for, why it was refused; may quote what a process wrote, which only those may read
 *     who may read logs
 * @param publicMessage the same for everybody else, with nothing in it that a process wrote; stays on its node
 */
public record ProcessStatus(
        String name,
        String group,
        @Nullable Long pid,
        @Nullable Integer port,
        ProcessState status,
        double cpu,
        double memory,
        long uptimeSeconds,
        int restarts,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> restartsByCause,
        boolean primaryOnly,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StandbyState standby,
        String message,
        @JsonIgnore String publicMessage)
        implements Wire {

    public ProcessStatus {
        restartsByCause = restartsByCause.isEmpty()
                ? Map.of()
                : Collections.unmodifiableSortedMap(new TreeMap<>(restartsByCause));
    }

    /** Of which there is nothing to say to everybody. */
    @JsonCreator
    public ProcessStatus(
            String name,
            String group,
            @Nullable Long pid,
            @Nullable Integer port,
            ProcessState status,
            double cpu,
            double memory,
            long uptimeSeconds,
            int restarts,
            @Nullable Map<String, Integer> restartsByCause,
            boolean primaryOnly,
            @Nullable StandbyState standby,
            String message) {
        this(
                name,
                group,
                pid,
                port,
                status,
                cpu,
                memory,
                uptimeSeconds,
                restarts,
                restartsByCause == null ? Map.of() : restartsByCause,
                primaryOnly,
                standby,
                message,
                "");
    }

    /** A process that is no standby, and has nothing to say to everybody. */
    public ProcessStatus(
            String name,
            String group,
            @Nullable Long pid,
            @Nullable Integer port,
            ProcessState status,
            double cpu,
            double memory,
            long uptimeSeconds,
            int restarts,
            Map<String, Integer> restartsByCause,
            boolean primaryOnly,
            String message) {
        this(
                name,
                group,
                pid,
                port,
                status,
                cpu,
                memory,
                uptimeSeconds,
                restarts,
                restartsByCause,
                primaryOnly,
                null,
                message,
                "");
    }

    /** A process that is no standby. */
    public ProcessStatus(
            String name,
            String group,
            @Nullable Long pid,
            @Nullable Integer port,
            ProcessState status,
            double cpu,
            double memory,
            long uptimeSeconds,
            int restarts,
            Map<String, Integer> restartsByCause,
            boolean primaryOnly,
            String message,
            String publicMessage) {
        this(
                name,
                group,
                pid,
                port,
                status,
                cpu,
                memory,
                uptimeSeconds,
                restarts,
                restartsByCause,
                primaryOnly,
                null,
                message,
                publicMessage);
    }

    /** Of which no cause of a restart is known. */
    public ProcessStatus(
            String name,
            String group,
            @Nullable Long pid,
            @Nullable Integer port,
            ProcessState status,
            double cpu,
            double memory,
            long uptimeSeconds,
            int restarts,
            boolean primaryOnly,
            String message) {
        this(name, group, pid, port, status, cpu, memory, uptimeSeconds, restarts, Map.of(), primaryOnly, message, "");
    }

    /** What those may read who may not read logs. */
    public ProcessStatus forEverybody() {
        return with(uptimeSeconds, publicMessage, publicMessage);
    }

    /** Whether nothing but figures differs, which change all the time. */
    public boolean isAsBefore(ProcessStatus before) {
        return status == before.status
                && Objects.equals(pid, before.pid)
                && restarts == before.restarts
                && standby == before.standby
                && message.equals(before.message)
                && name.equals(before.name)
                && group.equals(before.group)
                && Objects.equals(port, before.port)
                && primaryOnly == before.primaryOnly
                && restartsByCause.equals(before.restartsByCause);
    }

    /** The same, at another time of a run. */
    public ProcessStatus upFor(long seconds) {
        return with(seconds, message, publicMessage);
    }

    /** The same with another message. */
    public ProcessStatus saying(String text) {
        return with(uptimeSeconds, text, "");
    }

    /** The same as the screen of a node that is not primary has it: what quotes the process is said to nobody else. */
    public ProcessStatus inStandby(StandbyState now, String text) {
        return new ProcessStatus(
                name,
                group,
                pid,
                port,
                ProcessState.STANDBY,
                cpu,
                memory,
                uptimeSeconds,
                restarts,
                restartsByCause,
                primaryOnly,
                now,
                text,
                text.isEmpty() ? "" : publicMessage);
    }

    private ProcessStatus with(long seconds, String text, String publicText) {
        return new ProcessStatus(
                name,
                group,
                pid,
                port,
                status,
                cpu,
                memory,
                seconds,
                restarts,
                restartsByCause,
                primaryOnly,
                standby,
                text,
                publicText);
    }
}
