// `jobwire invite list`: shows the open invitations.
import { defineCommand, refuseArguments } from '../command/command.ts';
import { printJson, printToStderr } from '../command/output.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { invitationJson, invitationLine } from './invitation-line.ts';

export const inviteList = defineCommand({
  usage: 'invite list [--json]',
  example: 'invite list',
  about:
    'Shows the open invitations, oldest first: id, role, project, who made it, until when.\n\n' +
    '  --json  { "invitations": [...] }',
  options: { json: { type: 'boolean' } },
  async run({ values, positionals }, { clock }) {
    refuseArguments(positionals);
    return withTools({ clock }, async ({ invitations }) => {
      const open = await invitations.open();
      if (values.json) printJson({ invitations: open.map(invitationJson) });
      else print(...open.map(invitationLine));
      if (open.length === 0) printToStderr('No invitation is open; `jobwire invite` makes one.');
      return 0;
    });
  },
});
