systems {
    system(name = "VM") {
        hosts {
            host(name = "NodeA") { item(name = "Address", value = "127.0.0.1") }
        }
    }
}
