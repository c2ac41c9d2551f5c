val port = 6000
systemDefinition {
    global {
        item(name = "ClusterPort", value = port)
        item(name = "Location", value = System.getenv("LOCATION") ?: "LO")
        item(name = "Home", value = System.getProperty("user.home"))
        item(name = "Sum", value = "a" + "b")
    }
    systems {
        system(name = "DEV") {
            hosts {
                for (name in listOf("NodeA", "NodeB")) {
                    host(name = name)
                }
                host("NodeA")
            }
            if (true) { item(name = "A", value = "B") } else { item(name = "A", value = "C") }
        }
    }
}
