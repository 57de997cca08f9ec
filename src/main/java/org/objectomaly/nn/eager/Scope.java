package org.objectomaly.nn.eager;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A step of a network whose temporaries are freed at its end, while what it {@link #keep keeps} goes on to the scope
 * around it. A network with large maps would otherwise hold all of them until it has answered.
 */
public final class Scope implements AutoCloseable {
    private final PointerScope around = PointerScope.getInnerScope();
    private final PointerScope inner = new PointerScope();

    /** Begins a step. The thread must have a scope open. */
    public Scope() {}

    /**
     * Hands a result to the scope around this step.
     *
     * @param result made in this step
     * @return the same tensor
     */
    public Tensor keep(final Tensor result) {
        around.attach(result);
        return result;
    }

    @Override
    public void close() {
        inner.close();
    }
}
