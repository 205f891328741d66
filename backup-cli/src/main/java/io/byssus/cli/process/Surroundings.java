package io.byssus.cli.process;

import io.byssus.cli.terminal.Output;
import io.byssus.cli.terminal.Prompt;
import java.io.InputStream;

/**
 * All that the command touches outside the repository and the files: so that a test can stand in
 * for a process.
 *
 * @param in the standard input
 * @param out results
 * @param err errors and progress
 * @param environment variables
 * @param prompt asks for secrets
 * @param work what is being waited for
 */
public record Surroundings(
    InputStream in,
    Output out,
    Output err,
    Environment environment,
    Prompt prompt,
    ForegroundWork work) {}
