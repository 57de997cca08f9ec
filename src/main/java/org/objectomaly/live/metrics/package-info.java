/** What a watch measures, in Prometheus' text format. */
package org.objectomaly.live.metrics;
