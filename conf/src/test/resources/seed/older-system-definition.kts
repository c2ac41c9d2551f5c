systems {
    system(name = "DEV") {
        hosts {
            host(name = "NodeA")
            host(name = "NodeB")
        }
        item(name = "DbNamespace", value = "genesis")
        item(name = "ClusterPort", value = "6000")
        item(name = "location", value = "LO")
        item(name = "LogFramework", value = "LOG4J2")
        item(name = "LogFrameworkConfig", value = "log4j2-default.xml")
    }
}
