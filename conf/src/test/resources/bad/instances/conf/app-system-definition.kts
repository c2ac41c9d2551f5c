systemDefinition {
    systems {
        system("PROD") {
            hosts { host("NodeA") }
            item("EXPORT_PROCESS_INSTANCES", 3)
            item("WORKER_PROCESS_INSTANCES", 4)
            item("WORKER_PROCESS_STRAT", "false")
        }
    }
}
