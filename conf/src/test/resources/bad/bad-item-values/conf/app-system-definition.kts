systems {
    system("DEV") {
        hosts {
            host("NodeA") { item("Address", "10.0.0.1") }
            host("NodeB") { item("Address", "10.0.0.1") }
        }
        item("ClusterPort", "6oo0")
        item("ProcessDependencyTimeoutSeconds", "soon")
        item("JVM_OPTIONS", "-Dname='open")
        item("JavaHome", "no/such/java")
        item("APP_A_PORT", 0)
    }
}
