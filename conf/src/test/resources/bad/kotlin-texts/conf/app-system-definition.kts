systems {
    system("DEV") {
        hosts { host("NodeA") }
        item("Url", "http://$host:80/${path}")
        item("Path", "C:\data")
        item("Quote, "x")
        item("Long", """three
quotes""")
        item("Open", "not closed)
    }
}
