/**
 * The checkpoints the program knows by name, and how they come onto the machine.
 *
 * <p>{@link org.objectomaly.models.Catalogue} is {@code models/catalog.json}, the only place where addresses, sizes,
 * hashes and licences stand. {@link org.objectomaly.models.Pull} brings one of its files into a folder: over HTTP, from
 * where the last attempt stopped, checked before it gets its name. Nothing here knows what a network is.
 */
package org.objectomaly.models;
