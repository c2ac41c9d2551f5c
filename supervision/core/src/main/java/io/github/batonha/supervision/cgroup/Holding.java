package io.github.batonha.supervision.cgroup;

import io.github.batonha.supervision.spec.ResourceControl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which limits of one group are held, and why others are not. For one thread. */
final class Holding {

    /** By the tag of the limit: why it is not held. */
    final Map<String, String> lacking = new LinkedHashMap<>();

    private int held;

    void lack(Controller controller, String reason) {
        lacking.put(controller.tag(), reason);
    }

    boolean isNothing() {
        return held == 0;
    }

    /** All that the kernel can hold here; what it refuses is noted. */
    void write(Path group, ResourceControl control) {
        for (var controller : Controller.of(control)) {
            if (!lacking.containsKey(controller.tag())) {
                write(group, controller, control);
            }
        }
    }

    private void write(Path group, Controller controller, ResourceControl control) {
        for (var file : controller.files(control)) {
            try {
                GroupFile.write(group.resolve(file.getKey()), file.getValue());
            } catch (IOException e) {
                lack(controller, "the kernel refused it (%s)".formatted(e.getMessage()));
                return;
            }
        }
        held++;
    }
}
