package io.github.batonha.conf.system;

import java.util.Arrays;
import java.util.List;

/** The items that mean something to baton itself. All others are the application's. */
public enum KnownItem {
    ADDRESS("Address"),
    CLUSTER_PORT("ClusterPort"),
    MANAGEMENT_PORT("ManagementPort"),
    HEALTH_PORT("HealthPort"),
    AGENT_CHECK_PORT("AgentCheckPort"),
    READY_GROUP("ReadyGroup"),
    READY_PROCESSES("ReadyProcesses"),
    BALANCER_WEIGHT("BalancerWeight"),
    GENESIS_KEY("GenesisKey"),
    JAVA_HOME("JavaHome"),
    BOOTSTRAP_CLASS("BootstrapClass"),
    JVM_OPTIONS("JVM_OPTIONS"),
    FENCE_COMMAND("FenceCommand"),
    FENCE_TIMEOUT("FenceTimeoutSeconds"),
    WITNESS("Witness"),
    PRIMARY_IF_SINGLE_NODE("PrimaryIfSingleNode"),
    PROCESS_DEPENDENCY_TIMEOUT("ProcessDependencyTimeoutSeconds"),
    LOG_ARCHIVING("LogArchivingEnabled");

    private final String itemName;

    KnownItem(String itemName) {
        this.itemName = itemName;
    }

    /** As it stands in a system definition. */
    public String itemName() {
        return itemName;
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(KnownItem::itemName).toList();
    }
}
