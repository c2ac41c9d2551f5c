systemDefinition {
    systems {
        system(name = "DEV") {
            hosts {
                host(name = "NodeA")
                host(name = "NodeB")
            }
            itm(name = "DbNamespace", value = "genesis")
        }
    }
}
