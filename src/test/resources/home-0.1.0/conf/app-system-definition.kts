systemDefinition {
    global { item(name = "ClusterPort", value = "6000") }
    systems {
        system(name = "PROD") {
            hosts {
                host(name = "NodeA") { item(name = "Address", value = "127.0.0.1") }
                host(name = "NodeB") { item(name = "Address", value = "127.0.0.2") }
            }
            item(name = "location", value = "LO")
        }
    }
}
