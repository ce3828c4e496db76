// `jobwire token create`: creates a token for the HTTP API.

import {
  hasMetricsOfOthers,
  type NewToken,
  SCOPES,
  type TokenScope,
} from '../../audience/tokens.ts';
import { isWritableId } from '../../event/id-limit.ts';
import { defined } from '../../runtime/defined.ts';
import { type CommandArgs, defineCommand, wrongUsage } from '../command/command.ts';
import { printToStderr } from '../command/output.ts';
import { readList } from '../command/parse-options.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { tokenLine } from './token-line.ts';

const NAME = /^\P{Cc}{1,100}$/u;
const USER_ID = /^\P{Cc}{1,200}$/u;
const MAX_PROJECTS = 1_000;

const options = {
  scopes: { type: 'string' },
  projects: { type: 'string' },
  'user-id': { type: 'string' },
} as const;

export const tokenCreate = defineCommand({
  usage: 'token create NAME --scopes read,decide [--projects A,B] [--user-id U]',
  example: 'token create ci --scopes publish --projects shop',
  about:
    'Creates a token for the HTTP API and prints it, this once: only its hash is stored.\n\n' +
    `  --scopes    what it may do: ${SCOPES.join(', ')} (admin: all of it)\n` +
    '  --projects  the only projects that it may see; default: all. Not with the scope metrics, which\n' +
    '              covers all projects\n' +
    '  --user-id   the person it belongs to: it votes for them, and shows no more than they may see',
  options,
  async run(args, { clock }) {
    const wanted = readToken(args);
    return withTools({ clock }, async ({ tokens }) => {
      const { token, secret } = await tokens.create(wanted);
      printToStderr(tokenLine(token));
      printToStderr('The token, shown only this once:');
      print(secret);
      return 0;
    });
  },
});

function readToken({ values, positionals }: CommandArgs<typeof options>): NewToken {
  const [name, surplus] = positionals;
  const { scopes, projects, 'user-id': userId } = values;
  if (name === undefined) throw wrongUsage('the name of the token is missing');
  if (surplus !== undefined) throw wrongUsage(`unexpected argument "${surplus}"`);
  if (!NAME.test(name)) throw wrongUsage('the name must be 1 to 100 characters on one line');
  if (scopes === undefined) throw wrongUsage('--scopes is missing');
  if (userId !== undefined && !USER_ID.test(userId)) {
    throw wrongUsage('--user-id must be 1 to 200 characters on one line, like 7001');
  }
  const token = {
    name,
    scopes: readScopes(scopes),
    ...defined({ projects: projects === undefined ? undefined : readProjects(projects), userId }),
  };
  if (!hasMetricsOfOthers(token)) return token;
  throw wrongUsage(
    "the scope metrics covers all projects, so a token with --projects can't have it; create another token for it",
  );
}

function readScopes(given: string): TokenScope[] {
  return readList('scopes', given, 'read,decide').map((word) => {
    const scope = SCOPES.find((one) => one === word);
    if (scope !== undefined) return scope;
    throw wrongUsage(`--scopes has "${word}"; expected any of ${SCOPES.join(', ')}`);
  });
}

function readProjects(given: string): string[] {
  const projects = readList('projects', given, 'shop,web');
  if (projects.length <= MAX_PROJECTS && projects.every(isWritableId)) return projects;
  throw wrongUsage(`--projects must be 1 to ${MAX_PROJECTS} project ids, like shop,web`);
}
