/**
 * Coarse anomaly scoring (CAS), the first stage of the method: a segmentation network's logits become the map A0. {@link
 * org.objectomaly.cas.Backbones} knows the published networks by name, {@link org.objectomaly.cas.ScoreRule} the ways from
 * logits to a score; {@link org.objectomaly.cas.ScriptScorer} runs a network of the user's own.
 */
package org.objectomaly.cas;
