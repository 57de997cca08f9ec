/** Optical flow, and maps carried along it from frame to frame. */
package org.objectomaly.motion;
