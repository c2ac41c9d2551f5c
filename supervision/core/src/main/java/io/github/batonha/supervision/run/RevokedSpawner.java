package io.github.batonha.supervision.run;

/** Nobody's right, or a right that was taken away. */
final class RevokedSpawner implements Spawner {
    @Override
    public StartResult start(StartRequest request) {
        return new StartResult.Refused("starts of this kind are not open on this node at this time", false);
    }
}
