/** Events and states told to an MQTT broker. */
package org.objectomaly.live.mqtt;
