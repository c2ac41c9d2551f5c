systemDefinition {
    global {
        item("APP_A_PROCESS_START", "nope")
        item("APP_A_PROCESS_PRIMARY_ONYL", true)
    }
    systems {
        system("DEV") {
            hosts {
                host("NodeA") { item("APP_A_PROCESS_PRIMARY_ONLY", true); item("APP_A_PROCESS_NICE", 99) }
                host("NodeB")
            }
            item("APP_B_PROCESS_START", false)
            item("APP_A_PROCESS_STOP_WITHIN", System.getenv("STOP_WITHIN"))
            item("APP_A_PROCESS_OPTIONS", "x", encrypted = true)
            item("OTHER_PROCESS_ID", 1)
        }
    }
}
