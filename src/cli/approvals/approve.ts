// `jobwire approve`: approves a request.
import { defineCommand } from '../command/command.ts';
import { ABOUT_DECIDING, DECIDING, decideAtTerminal } from './decide-at-terminal.ts';

export const approve = defineCommand({
  usage: 'approve ID [--reason TEXT] [--as USER_ID]',
  example: 'approve deploy-7 --reason "tests are green"',
  about: `Approves a request. ${ABOUT_DECIDING}`,
  options: DECIDING,
  run: (args, deps) => decideAtTerminal('approve', args, deps),
});
