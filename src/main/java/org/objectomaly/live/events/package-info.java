/**
 * Anomalies as events with a beginning and an end: watched for frame by frame, kept in SQLite with their pictures,
 * and told to whoever listens.
 */
package org.objectomaly.live.events;
