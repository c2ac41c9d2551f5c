systemDefinition {
    systems {
        system("DEV") {
            hosts {
                host("NodeA") { item("CONSOLIDATER_PORT", 8001) }
                host("NodeB")
            }
            item("DATABSE_PORT", 5433)
            item("WEB_PORT", 80)
            item("CONSOLIDATOR_PORT", "eight")
        }
    }
}
