package io.github.batonha.supervision.primary.model;

import java.util.List;

/** All reasons against a SetPrimary, of which there is at least one, and what is known of the hosts whose silence is among them. */
public record Refusal(List<Reason> reasons, List<Silence> silences) {

    public Refusal {
        reasons = List.copyOf(reasons);
        silences = List.copyOf(silences);
    }

    public static Refusal of(Reason.Code code, String text, String remedy) {
        return new Refusal(List.of(Reason.of(code, text, remedy)), List.of());
    }
}
