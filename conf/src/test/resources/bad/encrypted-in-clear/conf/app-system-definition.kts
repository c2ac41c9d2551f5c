systems {
    system("DEV") {
        hosts { host("NodeA") }
        item("DbPassword", "hunter2", encrypted = true)
        item("DbToken", "baton:2:00000000:AAAA", encrypted = true)
        item("ClusterPort", "6000", encrypted = true)
        item("GenesisKey", "bXkgb3duIGtleSBpbiBjbGVhcg==")
    }
}
