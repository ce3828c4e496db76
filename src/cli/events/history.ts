// `jobwire history`: shows stored events from the journal.

import type { Tools } from '../../app-tools.ts';
import { isEventPattern } from '../../event/event-pattern.ts';
import { JOBS_KEPT } from '../../jobs/job-board.ts';
import type { EventFilter } from '../../journal/event-filter.ts';
import type { JournalEntry } from '../../journal/journal.ts';
import { pagesOf } from '../../journal/pages.ts';
import { defined } from '../../runtime/defined.ts';
import {
  type CommandArgs,
  defineCommand,
  refuseArguments,
  wrongUsage,
} from '../command/command.ts';
import { jobIdFrom } from '../command/find-job.ts';
import { printJson, printToStderr } from '../command/output.ts';
import { readCount, readInstant, readList } from '../command/parse-options.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { eventLine } from './event-line.ts';

const LIMIT = { fallback: 20, max: 1_000 } as const;

const options = {
  project: { type: 'string' },
  session: { type: 'string' },
  job: { type: 'string' },
  types: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  limit: { type: 'string' },
  order: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Values = CommandArgs<typeof options>['values'];

export const history = defineCommand({
  usage:
    'history [--project P] [--session S] [--job J] [--types a,b.*] [--since T] [--until T] [--limit N] [--order asc|desc] [--json]',
  example: 'history --project shop --types job.failed,pr.* --since 2h',
  about:
    'Shows stored events: time, type, project/session/job, and a summary. The newest ones, in the\n' +
    'order in which they arrived.\n\n' +
    '  --job    its id, or the beginning of it where no other one begins so\n' +
    '  --types  types and patterns, separated by commas\n' +
    '  --since  the earliest: an instant (RFC 3339 or epoch milliseconds) or a time before now, like 2h, 3d\n' +
    '  --until  the latest, in the same form\n' +
    '  --limit  how many, 1 to 1000 (20)\n' +
    '  --order  asc: the oldest ones, oldest first; desc: the newest ones, newest first\n' +
    '  --json   { "events": [...] }, each in the televibe shape',
  options,
  async run({ values, positionals }, { clock }) {
    refuseArguments(positionals);
    const filter = readFilter(values, clock.now());
    const limit = readCount('limit', values.limit, LIMIT);
    const order = readOrder(values.order);
    return withTools({ clock }, async ({ journal, board, encode, redaction }) => {
      const query = { filter, limit, order: order ?? 'desc' };
      const exact = await entriesOf(journal, query);
      const meant = exact.length > 0 ? undefined : await jobMeant(values, board);
      const found =
        meant === undefined
          ? exact
          : await entriesOf(journal, { ...query, filter: { ...filter, jobId: meant } });
      const newestLast = order === undefined ? found.toReversed() : found;
      const events = newestLast.map(({ event }) => event);
      if (values.json) printJson({ events: events.map(encode) });
      else print(...events.map((event) => eventLine(event, redaction)));
      if (events.length === 0) printToStderr('No such event is stored.');
      return 0;
    });
  },
});

async function entriesOf(
  journal: Tools['journal'],
  query: Parameters<typeof pagesOf>[1],
): Promise<JournalEntry[]> {
  const found: JournalEntry[] = [];
  for await (const entries of pagesOf(journal, query)) found.push(...entries);
  return found;
}

/** The job whose id begins as it was given, if none has that id. */
async function jobMeant(
  { job, project }: Values,
  board: Tools['board'],
): Promise<string | undefined> {
  if (job === undefined || job === '' || (await board.find(job)).length > 0) return undefined;
  return jobIdFrom(
    { jobId: job, ...defined({ projectId: project }) },
    await board.recent(JOBS_KEPT),
  );
}

function readFilter(values: Values, now: number): EventFilter {
  const { project, session, job, types, since, until } = values;
  return defined({
    projectIds: project === undefined ? undefined : [project],
    sessionId: session,
    jobId: job,
    types: types === undefined ? undefined : readTypes(types),
    since: since === undefined ? undefined : readInstant('since', since, now),
    until: until === undefined ? undefined : readInstant('until', until, now),
  });
}

function readTypes(given: string): string[] {
  const types = readList('types', given, 'job.failed,pr.*');
  const wrong = types.find((type) => !isEventPattern(type));
  if (wrong === undefined) return types;
  throw wrongUsage(`--types has "${wrong}"; expected types and patterns, like job.failed,pr.*`);
}

function readOrder(given: string | undefined): 'asc' | 'desc' | undefined {
  if (given === undefined || given === 'asc' || given === 'desc') return given;
  throw wrongUsage(`--order is "${given}"; expected asc or desc`);
}
