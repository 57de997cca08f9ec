/**
 * Evaluation: the method, in the same corridor as ever, on frames with ground truth. Start reading at {@link
 * org.objectomaly.eval.Evaluation}; {@link org.objectomaly.eval.MeasureStage} stands where else the encoder does.
 */
package org.objectomaly.eval;
