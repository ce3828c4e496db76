// `jobwire token revoke`: a token is none any more, for every replica at once.
import { defineCommand, wrongUsage } from '../command/command.ts';
import { printToStderr } from '../command/output.ts';
import { withTools } from '../command/with-tools.ts';

export const tokenRevoke = defineCommand({
  usage: 'token revoke ID',
  example: 'token revoke t4fK2x9Qa',
  about: 'Makes a token worthless at once. Its id is in `jobwire token list`.',
  options: {},
  async run({ positionals }, { clock }) {
    const [id, surplus] = positionals;
    if (id === undefined) throw wrongUsage('the id of the token is missing');
    if (surplus !== undefined) throw wrongUsage(`"${surplus}" is one argument too many`);
    return withTools({ clock }, async ({ tokens }) => {
      const revoked = await tokens.revoke(id);
      // Not repeated: somebody may have given the token itself.
      printToStderr(
        revoked
          ? `Token ${id} is revoked.`
          : 'There is no token of this id; `jobwire token list` shows them.',
      );
      return revoked ? 0 : 1;
    });
  },
});
