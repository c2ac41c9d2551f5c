systemDefinition {
    systems {
        system(name = "DEV") {
            hosts {
                host(name = "NodeA")
                host(name = "NodeB")
            }
            item(name = "DbNamespace", value = "genesis")
        }
    }
}
