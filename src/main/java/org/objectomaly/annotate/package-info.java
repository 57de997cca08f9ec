/**
 * From the map A to what people and programs see of it.
 *
 * <p>{@link org.objectomaly.annotate.ObjectFinder} cuts anomalous objects out of the map,
 * {@link org.objectomaly.annotate.Tracker} numbers them and {@link org.objectomaly.annotate.EventLog} notes them.
 * {@link org.objectomaly.annotate.Overlay} draws everything into the planes of a frame: whatever is drawn is a row of
 * levels blended through an ink (a table of colours) by a canvas. {@link org.objectomaly.annotate.MapFolder} keeps the
 * maps themselves.
 */
package org.objectomaly.annotate;
