systemDefinition {
    systems {
        system(name = "DEV") {
            hosts {
                host(name = "NodeA") { item(name = "Address", value = "127.0.0.1") }
                host(name = "database") {
                    item(name = "Address", value = "127.0.0.2")
                    item(name = "Witness", value = "true")
                }
            }
        }
    }
}
