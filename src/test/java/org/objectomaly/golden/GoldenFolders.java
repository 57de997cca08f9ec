package org.objectomaly.golden;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says on a {@code *GoldenTest} class which golden folders it checks; the one place where a folder becomes known.
 *
 * <p>A folder belongs to the class if its name is one of {@link #value()}, or one of them followed by {@code _},
 * {@code -} or {@code .} and anything else, or if one of its {@code config*.json} has all the keys of
 * {@link #configKeys()}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface GoldenFolders {
    /**
     * Names, or first parts of names, of folders.
     *
     * @return at least one
     */
    String[] value();

    /**
     * Keys that only this kind of case has at the top of its config; makes folders of any name known.
     *
     * @return none if the name alone decides
     */
    String[] configKeys() default {};
}
