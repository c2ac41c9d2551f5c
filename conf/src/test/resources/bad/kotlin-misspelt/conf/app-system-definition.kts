systemDefinition {
    global {
        itme(name = "A", value = "1")
        item(nam = "B", value = "1")
        item(name = "C")
        item(name = "D", value = "1", encrypted = "yes")
        item("E", "1", false, "more")
        item(name = 5, value = LOCAL_HOST)
    }
    systems {
        item(name = "F", value = "1")
        system(name = "DEV") {
            hosts { hots("NodeA"); host(name = "NodeB"); system("X") {} }
        }
    }
}
