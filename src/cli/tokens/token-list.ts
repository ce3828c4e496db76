// `jobwire token list`: shows the valid tokens.

import type { Token } from '../../audience/tokens.ts';
import { defined } from '../../runtime/defined.ts';
import { defineCommand, refuseArguments } from '../command/command.ts';
import { printJson, printToStderr } from '../command/output.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { tokenLine } from './token-line.ts';

export const tokenList = defineCommand({
  usage: 'token list [--json]',
  example: 'token list',
  about:
    'Shows the valid tokens, oldest first: id, name, scopes, projects. ADMIN_TOKEN is a\n' +
    'setting and is not among them.\n\n' +
    '  --json  { "tokens": [...] }',
  options: { json: { type: 'boolean' } },
  async run({ values, positionals }, { clock }) {
    refuseArguments(positionals);
    return withTools({ clock }, async ({ tokens }) => {
      const all = await tokens.list();
      if (values.json) printJson({ tokens: all.map(tokenJson) });
      else print(...all.map(tokenLine));
      if (all.length === 0)
        printToStderr('There are no tokens; `jobwire token create` creates one.');
      return 0;
    });
  },
});

function tokenJson({ id, name, scopes, projects, userId, createdAt }: Token) {
  return {
    id,
    name,
    scopes,
    ...defined({ projects, user_id: userId }),
    created_at: createdAt,
  };
}
