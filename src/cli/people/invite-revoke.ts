// `jobwire invite revoke`: ends an open invitation.
import { defineCommand, wrongUsage } from '../command/command.ts';
import { printToStderr } from '../command/output.ts';
import { withTools } from '../command/with-tools.ts';

export const inviteRevoke = defineCommand({
  usage: 'invite revoke ID',
  example: 'invite revoke 4f0c2a9be1d7',
  about: 'Revokes an open invitation at once. `jobwire invite list` shows its id.',
  options: {},
  async run({ positionals }, { clock }) {
    const [id, surplus] = positionals;
    if (id === undefined) throw wrongUsage('the id of the invitation is missing');
    if (surplus !== undefined) throw wrongUsage(`unexpected argument "${surplus}"`);
    return withTools({ clock }, async ({ invitations }) => {
      const revoked = await invitations.revoke(id, 'cli');
      // Not quoted, because the code itself may have been given.
      printToStderr(
        revoked === undefined
          ? 'No invitation with this id is open; `jobwire invite list` shows them.'
          : `Invitation ${revoked.id} is revoked.`,
      );
      return revoked === undefined ? 1 : 0;
    });
  },
});
