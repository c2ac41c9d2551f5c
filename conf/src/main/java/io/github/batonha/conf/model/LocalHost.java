package io.github.batonha.conf.model;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself: the name that decides which system applies, unless somebody says {@code --name}. */
public final class LocalHost {

    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private LocalHost() {}

    /** The kernel's host name, which is there without a name service. May read a file; never empty. */
    public static String name() {
        try {
            var name = Files.readString(KERNEL_NAME).strip();
            return name.isEmpty() ? fromResolver() : name;
        } catch (IOException e) {
            return fromResolver();
        }
    }

    private static String fromResolver() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
