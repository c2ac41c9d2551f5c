systemDefinition {
    systems {
        system(name = "DEV") {
            hosts {
                host(name = "NodeA") {
                    item(name = "Address", value = "10.0.0.1")
                    item(name = "ReadyProcesses", value = "APP_WEB, APP_WEBB")
                }
                host(name = "NodeB") {
                    item(name = "Address", value = "10.0.0.1")
                    item(name = "ManagementPort", value = 9558)
                    item(name = "ClusterPort", value = 7000)
                    item(name = "HealthPort", value = 9558)
                    item(name = "BalancerWeight", value = 300)
                    item(name = "ReadyGroup", value = "FEEDS")
                }
                host(name = "NodeC") {
                    item(name = "ReadyGroup", value = "WEBS")
                    item(name = "AgentCheckPort", value = "none")
                }
            }
        }
    }
}
