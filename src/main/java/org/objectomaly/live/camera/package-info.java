/**
 * Cameras, watched: each {@link org.objectomaly.live.camera.Camera} keeps its source open whatever happens to it and takes
 * the newest frame through a corridor of its own; all of them share the networks.
 */
package org.objectomaly.live.camera;
