#!/usr/bin/env node
// argv in, exit code out.
import { runCommandLine } from './cli/command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2));
