package io.github.batonha.client;

/** Exit statuses of a process whose lease does not hold. {@code Leash} explains them; apart from it, a lease need not know it. */
final class LeaseExit {

    static final int REFUSED = 90;
    static final int EXPIRED = 91;
    static final int REVOKED = 92;
    static final int PAGE_MISSING = 93;
    static final int PAGE_DAMAGED = 94;
    static final int OTHER_BOOT = 95;
    static final int PAGE_REPLACED = 96;

    private LeaseExit() {}
}
