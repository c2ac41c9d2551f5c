systemDefinition {
    global { }
    systems {
        system("PROD") {
            hosts {
                host("NodeA")
                host("NodeB")
                host("Tie") { item("Witness", true) }
            }
            item("ClusterPort", 6000)
        }
        system("UAT") {
            hosts {
                host("Uat1")
            }
        }
    }
}
