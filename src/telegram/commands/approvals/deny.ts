// /deny: says no to a request.
import type { Command } from '../command/command.ts';
import { decideByCommand } from './decide-by-command.ts';

export const deny: Command = {
  name: 'deny',
  access: 'member',
  example: '/deny 4f1c not before the release',
  run: (call, deps) => decideByCommand('deny', call, deps),
};
