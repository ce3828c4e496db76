// `jobwire deny`: denies a request.
import { defineCommand } from '../command/command.ts';
import { ABOUT_DECIDING, DECIDING, decideAtTerminal } from './decide-at-terminal.ts';

export const deny = defineCommand({
  usage: 'deny ID [--reason TEXT] [--as USER_ID]',
  example: 'deny deploy-7 --reason "not before the release"',
  about: `Denies a request. ${ABOUT_DECIDING}`,
  options: DECIDING,
  run: (args, deps) => decideAtTerminal('deny', args, deps),
});
