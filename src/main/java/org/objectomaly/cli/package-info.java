/**
 * The command {@code objectomaly}: {@link org.objectomaly.cli.Main} and one class a command. Options come from the command
 * line, then the environment, then a YAML file.
 */
package org.objectomaly.cli;
