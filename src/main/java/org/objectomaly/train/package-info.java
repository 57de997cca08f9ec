/**
 * Training of the program's own networks: samples from pictures, the loop, what a stopped run resumes from. Nothing here
 * is needed to run a network.
 */
package org.objectomaly.train;
