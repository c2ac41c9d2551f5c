systems {
    system(name = "DEV") {
        hosts {
            // Both nodes of the demo run on this machine, each at an address of its own. On hosts of their own they
            // need no Address: the name is looked up.
            host(name = "NodeA") {
                item(name = "Address", value = "127.0.0.1")
            }
            host(name = "NodeB") {
                item(name = "Address", value = "127.0.0.2")
            }
        }
        item(name = "DbNamespace", value = "genesis")
        item(name = "ClusterPort", value = "6000")
        item(name = "location", value = "LO")
        item(name = "LogFramework", value = "LOG4J2")
        item(name = "LogFrameworkConfig", value = "log4j2-default.xml")

        // Main class of every process, called with -name NAME -scan PACKAGE -module MODULE …
        item(name = "BootstrapClass", value = "io.github.batonha.sample.Bootstrap")
        // In front of the options of every process: sixteen small JVMs on one machine start faster so.
        item(name = "JVM_OPTIONS", value = "-Xms8m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
        // Where the consolidator writes what it does, in the folder of the installation; both nodes write to this one file.
        item(name = "ConsolidatorRecord", value = "shared/consolidator.record")
    }
}
