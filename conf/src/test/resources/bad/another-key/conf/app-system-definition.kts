systems {
    system("DEV") {
        hosts { host("NodeA") }
        item("DbPassword", "baton:1:00000000:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", encrypted = true)
        item("GenesisKey", System.getenv("GENESIS_KEY"))
    }
}
