/**
 * Weights by formula, for networks whose checkpoints are not there: {@link org.objectomaly.nn.random.RandomWeights} gives
 * a network of a published name the names and shapes of its checkpoint and fills them. What a network costs can be
 * measured so; what it sees is nothing.
 */
package org.objectomaly.nn.random;
