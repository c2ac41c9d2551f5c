systems {
    system("DEV") {
        hosts { host("NodeA"); host(LOCAL_HOST) }
    }
}
