// `jobwire emit`: publishes a televibe event on the bus.

import { decode } from '../../dialects/all-dialects.ts';
import { isEventPattern } from '../../event/event-pattern.ts';
import { lacksJob } from '../../event/event-types.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { defineCommand, wrongUsage } from '../command/command.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';

const ID_BYTES = 16;

export const emit = defineCommand({
  usage: 'emit <type> [--project P] [--session S] [--job J] [--data JSON] [--id ID] [--internal]',
  example: `emit job.started --project shop --job j1 --data '{"instruction":"fix the login"}'`,
  about:
    'Publishes one event on the televibe bus, on its channel and in the stream of its project, and\n' +
    'prints its id. A second event with the same id is ignored.\n\n' +
    '  --data      its data, a JSON object\n' +
    '  --id        its id; default: a new one\n' +
    '  --internal  only admins see it',
  options: {
    project: { type: 'string' },
    session: { type: 'string' },
    job: { type: 'string' },
    data: { type: 'string' },
    id: { type: 'string' },
    internal: { type: 'boolean' },
  },
  async run({ values, positionals }, { clock }) {
    const now = clock.now();
    const envelope = {
      event_id: values.id ?? clock.token(ID_BYTES),
      event_type: readType(positionals),
      timestamp: new Date(now).toISOString(),
      source: { component: 'cli' },
      ...defined({ project_id: values.project, session_id: values.session, job_id: values.job }),
      visibility: values.internal === true ? 'internal' : 'public',
      recipients: 'all',
    };
    checkJob(envelope);
    const text = withData(envelope, values.data);
    const id = eventIdOf(text, now);
    await withTools({ clock }, ({ televibe }) => televibe.publish(envelope, text));
    print(id);
    return 0;
  },
});

function readType(positionals: readonly string[]): string {
  const [type, surplus] = positionals;
  if (type === undefined) throw wrongUsage('the type of the event is missing');
  if (surplus !== undefined) throw wrongUsage(`unexpected argument "${surplus}"`);
  if (isEventPattern(type) && !type.includes('*') && type.includes('.')) return type;
  throw wrongUsage(
    `"${type}" is not an event type; expected a dotted name in lower case, like job.started`,
  );
}

/** Says which option is missing, before the data is read. */
function checkJob(envelope: { event_type: string; job_id?: string; session_id?: string }): void {
  const { event_type: type, job_id: jobId, session_id: sessionId } = envelope;
  const event = { type, data: {}, jobId: jobId || undefined, sessionId: sessionId || undefined };
  if (!lacksJob(event)) return;
  throw wrongUsage(`${type} is about a job, and none is named; expected --job, like --job j1`);
}

/** The data stays as given: parsing and re-encoding would change its numbers. */
function withData(envelope: object, given = '{}'): string {
  checkData(given);
  return `${JSON.stringify(envelope).slice(0, -1)},"data":${given.trim()}}`;
}

function checkData(given: string): void {
  const expected = `expected a JSON object, like '{"instruction":"fix the login"}'`;
  let data: unknown;
  try {
    data = JSON.parse(given);
  } catch (cause) {
    throw wrongUsage(`--data is not JSON; ${expected}`, cause);
  }
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) return;
  throw wrongUsage(`--data is JSON, but not an object; ${expected}`);
}

/** The id that the event will have. Throws for an invalid event, which would become a dead letter. */
function eventIdOf(text: string, arrivedAt: number): string {
  try {
    const decoded = decode({ dialect: 'televibe', text, source: 'cli', arrivedAt });
    return decoded?.event.id ?? '';
  } catch (error) {
    if (error instanceof JobwireError && error.code === 'decode_failed') {
      throw wrongUsage(error.message, error);
    }
    throw error;
  }
}
