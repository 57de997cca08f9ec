/** The web page of a watch, its live pictures and its API. */
package org.objectomaly.live.web;
