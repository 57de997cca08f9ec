/**
 * What pages, the API, MQTT and metrics see of a camera, and feeds of its picture that nobody waits for. The cameras
 * themselves are in {@link org.objectomaly.live.camera}.
 */
package org.objectomaly.live;
