package org.objectomaly.checkpoint;

/** The name of a class or function that a pickle mentions; only ever a name. */
record PickleClass(String module, String name) {
    /** Whether a value is this name. */
    static boolean is(final Object value, final String module, final String name) {
        return value instanceof PickleClass c && c.module.equals(module) && c.name.equals(name);
    }

    @Override
    public String toString() {
        return module + "." + name;
    }
}
