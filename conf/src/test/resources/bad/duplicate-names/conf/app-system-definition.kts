systems {
    system("DEV") {
        hosts {
            host("NodeA") { item("A", "1"); item("A", "2") }
            host("nodea")
            host("Node/C")
        }
        item("A", "1")
        item("B", "1")
        item("A", "2")
        item("B C", "1")
        item("BATON_X", "1")
    }
    system("DEV") { hosts { } }
}
