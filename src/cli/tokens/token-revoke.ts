// `jobwire token revoke`: revokes a token, for every replica at once.
import { defineCommand, wrongUsage } from '../command/command.ts';
import { printToStderr } from '../command/output.ts';
import { withTools } from '../command/with-tools.ts';

export const tokenRevoke = defineCommand({
  usage: 'token revoke ID',
  example: 'token revoke t4fK2x9Qa',
  about: 'Revokes a token at once. `jobwire token list` shows its id.',
  options: {},
  async run({ positionals }, { clock }) {
    const [id, surplus] = positionals;
    if (id === undefined) throw wrongUsage('the id of the token is missing');
    if (surplus !== undefined) throw wrongUsage(`unexpected argument "${surplus}"`);
    return withTools({ clock }, async ({ tokens }) => {
      const revoked = await tokens.revoke(id);
      // Not quoted, because the token itself may have been given.
      printToStderr(
        revoked
          ? `Token ${id} is revoked.`
          : 'There is no token with this id; `jobwire token list` shows them.',
      );
      return revoked ? 0 : 1;
    });
  },
});
