/**
 * Golden cases: expected outputs of the published reference implementations for inputs and weights made by recipe.
 *
 * <p>{@link org.objectomaly.golden.GoldenRoot} finds the cases, {@link org.objectomaly.nn.random.Fill},
 * {@link org.objectomaly.golden.FillRules} and {@link org.objectomaly.golden.Recipes} make their inputs and weights,
 * {@link org.objectomaly.golden.Expected} holds what must come out. A test class named {@code *GoldenTest} says with
 * {@link org.objectomaly.golden.GoldenFolders} which folders it checks. {@code GOLDEN_DIR=DIR mvn -B test
 * -Dtest='*GoldenTest'} checks another folder of the same format, and that one alone.
 */
package org.objectomaly.golden;
