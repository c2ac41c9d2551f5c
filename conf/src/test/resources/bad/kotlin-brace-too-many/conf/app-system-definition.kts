systems {
    system(name = "DEV") {
        hosts {
            host(name = "NodeA")
        }
    }
}
}
/* open
