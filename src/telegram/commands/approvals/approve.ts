// /approve: approves a request.
import type { Command } from '../command/command.ts';
import { type DecidingDeps, decideByCommand } from './decide-by-command.ts';

export const approve: Command<DecidingDeps> = {
  name: 'approve',
  access: 'member',
  example: '/approve 4f1c looks good',
  run: (call, deps) => decideByCommand('approve', call, deps),
};
