systemDefinition {
    systems {
        system(name = "DEV") {
            hosts {
                host(name = "NodeA")
                host(name = "NodeB")
            }
            item(name = "BootstrapClass", value = "boot.Main")
        }
    }
}
