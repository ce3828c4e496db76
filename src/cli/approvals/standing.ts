// `jobwire standing`: lists what people approved in advance, or ends one of them.
import type { Tools } from '../../app-tools.ts';
import type { StopResult } from '../../approvals/decisions/stop-standing.ts';
import { standingJson } from '../../approvals/standing/standing-json.ts';
import type { InForce } from '../../approvals/standing/standing-store.ts';
import { findByPrefix } from '../../event/find-by-prefix.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { type CommandArgs, defineCommand, wrongUsage } from '../command/command.ts';
import { printJson, printToStderr, safe } from '../command/output.ts';
import { print } from '../command/print.ts';
import { severalIds } from '../command/several-ids.ts';
import { withTools } from '../command/with-tools.ts';
import { readUserId, voterFor } from './decide-at-terminal.ts';
import { terminalName } from './terminal-user.ts';

const MAX_SHOWN = 80;
const MAX_ACTION = 200;

const options = { as: { type: 'string' }, json: { type: 'boolean' } } as const;

type Args = CommandArgs<typeof options>;

export const standing = defineCommand({
  usage: 'standing [list [--json] | end ID [--as USER_ID]]',
  example: 'standing end 4fK2x9Qa',
  about:
    'Shows the standing approvals in force, oldest first: who approved what in advance, within what,\n' +
    'until when, and how often that was used. `end` ends one at once, by its id or an unambiguous\n' +
    'prefix: later requests like it wait for a decision again. Exit code 1 where it is not ended.\n\n' +
    '  --json  { "standing": [...] }, as in the HTTP API\n' +
    '  --as    who ends it: the Telegram id of a person with a role, or an id linked to it;\n' +
    '          default: the name of your account',
  options,
  async run(args, { clock }) {
    const [what = 'list', id, surplus] = args.positionals;
    if (surplus !== undefined) throw wrongUsage(`unexpected argument "${surplus}"`);
    switch (what) {
      case 'list':
        return withTools({ clock }, (tools) => list(args, id, tools));
      case 'end':
        return withTools({ clock }, (tools) => end(args, id, tools));
      default:
        throw wrongUsage(`"${what}" is unknown; expected list, or end and an id`);
    }
  },
});

async function list({ values }: Args, surplus: string | undefined, tools: Tools): Promise<number> {
  if (surplus !== undefined) throw wrongUsage(`unexpected argument "${surplus}"`);
  if (values.as !== undefined) throw wrongUsage('--as only says who ends one');
  const inForce = await tools.standings.inForce();
  if (values.json) printJson({ standing: inForce.map(standingJson) });
  else print(...inForce.map((one) => tools.redaction.text(standingLine(one))));
  if (inForce.length === 0) printToStderr('Nothing is approved in advance.');
  return 0;
}

function standingLine({ standing: of, uses }: InForce): string {
  const { scope, projectId, sessionId, jobId } = of;
  const within = { session: sessionId, job: jobId, project: projectId }[scope] ?? '';
  return [
    of.id,
    `until ${of.until}`,
    `${scope} ${safe(within, MAX_SHOWN)}`,
    `by ${safe(of.by.name, MAX_SHOWN)}`,
    `used ${uses}`,
    `${safe(of.requestScope, MAX_SHOWN)}: ${safe(of.pattern ?? of.action, MAX_ACTION)}`,
  ].join('  ');
}

async function end({ values }: Args, id: string | undefined, tools: Tools): Promise<number> {
  if (id === undefined || id === '') throw wrongUsage('the id of the standing approval is missing');
  if (values.json) throw wrongUsage('--json only lists');
  const found = findStanding(id, await tools.standings.inForce());
  const voter = await voterFor(readUserId(values.as), tools);
  const { kind } = await tools.stopStanding({ id: found, voter, from: terminalName() });
  if (kind === 'stopped') print(`${found}  ended`);
  else printToStderr(`jobwire: ${notEnded(kind, found, voter.name)}`);
  return kind === 'stopped' ? 0 : 1;
}

function notEnded(kind: Exclude<StopResult['kind'], 'stopped'>, id: string, who: string): string {
  return kind === 'unknown'
    ? `${id} had ended already`
    : `"${safe(who, MAX_SHOWN)}" may not end ${id}: neither gave it nor may decide such requests; nothing was changed. --as says who you are, for example --as 1001`;
}

function findStanding(given: string, inForce: readonly InForce[]): string {
  const ids = inForce.map(({ standing: { id } }) => id);
  const match = findByPrefix(ids, (id) => id, given);
  if (match.kind === 'one') return match.item;
  if (match.kind === 'several') throw severalIds('standing approvals', given, match.ids);
  throw new JobwireError(
    'missing',
    `there is no standing approval "${safe(given, MAX_SHOWN)}"; expected an id, or an unambiguous prefix of one, that \`jobwire standing\` shows`,
  );
}
