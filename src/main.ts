#!/usr/bin/env node
// Runs the command line, and exits with its code.
import { runCommandLine } from './cli/command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2));
