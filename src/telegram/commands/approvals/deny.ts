// /deny: denies a request.
import type { Command } from '../command/command.ts';
import { type DecidingDeps, decideByCommand } from './decide-by-command.ts';

export const deny: Command<DecidingDeps> = {
  name: 'deny',
  access: 'member',
  example: '/deny 4f1c not before the release',
  run: (call, deps) => decideByCommand('deny', call, deps),
};
