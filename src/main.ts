#!/usr/bin/env node
// Runs the command line, and exits with its code.
import { runCommandLine } from './cli/command-line.ts';

void runCommandLine(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
