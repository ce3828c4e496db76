// The channels, streams and files of other systems, as the AsyncAPI document has them: made of the sources that the
// dialects name, from which messages are read.
import { z } from 'zod';
import {
  decisionDataSchema,
  expiryDataSchema,
} from '../../../approvals/decisions/decision-data.ts';
import type { Source } from '../../../dialects/dialect.ts';
import { announcedAs, type Settles } from '../../../event/event-types.ts';
import type { DocumentedDialect, Formats } from '../formats.ts';
import type { Json } from '../json-schema.ts';
import type { StreamMessage } from '../operation.ts';
import type { DocumentedChannel, Use } from './channel.ts';

interface Options {
  readonly formats: Formats;
  /** The streams of logs, by job: a glob. */
  readonly logStreams: string;
}

/** What `*` stands for. */
const PARAMETERS = {
  job_id: { description: 'The id of the job.', examples: ['j-1'] },
  event_type: { description: 'The type of the event.', examples: ['job.started'] },
  project_id: { description: 'The id of the project.', examples: ['acme/shop'] },
} as const;
type Parameter = keyof typeof PARAMETERS;

interface Place {
  readonly glob: string;
  readonly star?: Parameter;
  readonly server: DocumentedChannel['server'];
  readonly description: string;
  /** Whether decisions are published here. */
  readonly hasDecisions?: true;
}

export function busChannels({ formats, logStreams }: Options): DocumentedChannel[] {
  const decisions = decisionMessages(formats);
  const ofDialects = formats.all.flatMap((dialect) =>
    dialect.sources.flatMap(placesOf).map((place) => channelOf(dialect, place, decisions)),
  );
  return [...ofDialects, logChannel(logStreams)];
}

function placesOf(source: Source): Place[] {
  switch (source.kind) {
    case 'streams':
      return source.names.map((glob) => ({ glob, server: 'redis', description: STREAM }));
    case 'bus': {
      const bus = { server: 'redis', hasDecisions: true } as const;
      return [
        { ...bus, glob: source.channels, star: 'event_type', description: LIVE },
        { ...bus, glob: source.streams, star: 'project_id', description: KEPT },
      ];
    }
    case 'channels': {
      const star = source.hash === undefined ? {} : ({ star: 'job_id' } as const);
      return [{ glob: source.channels, ...star, server: 'redis', description: CHANNEL }];
    }
    case 'runs':
      return [{ glob: RUN, star: 'job_id', server: 'files', description: FILE }];
  }
}

const STREAM =
  'A Redis Stream. An entry has the message as JSON in the field `event`, `data` or `payload`, or a field for each key.';
const LIVE =
  'A Redis Pub/Sub channel for each type of event. What is published here is kept in the stream of its project as well.';
const KEPT =
  'A Redis Stream for each project. An entry has the message as JSON in the field `event`.';
const CHANNEL = 'A Redis Pub/Sub channel, which nobody keeps.';
const RUN = 'runs/*/events.jsonl';
const FILE = 'A file in the folder PIPELINE_RUNS_DIR to which one message a line is appended.';

function channelOf(
  { name, accepts }: DocumentedDialect,
  place: Place,
  decisions: readonly StreamMessage[],
): DocumentedChannel {
  const message = { name: `${name}Message`, summary: `A message in the format ${name}.` };
  const receive: Use = {
    id: operationId('receive', place.glob),
    action: 'receive',
    summary: 'What other systems report.',
    messages: [{ ...message, payload: accepts }],
  };
  const send: Use = {
    id: operationId('decide', place.glob),
    action: 'send',
    summary: 'What became of requests for approval, in the same step as the decision itself.',
    messages: decisions,
  };
  return placed(place, place.hasDecisions ? [receive, send] : [receive]);
}

function placed(
  { glob, star, server, description }: Place,
  uses: readonly Use[],
): DocumentedChannel {
  return {
    id: wordsOf(glob),
    address: star === undefined ? glob : glob.replace('*', `{${star}}`),
    description,
    server,
    parameters: star === undefined ? {} : ({ [star]: PARAMETERS[star] } as Record<string, Json>),
    uses,
  };
}

function logChannel(glob: string): DocumentedChannel {
  const description = 'A Redis Stream for the log of each job. A field of an entry is text.';
  const place: Place = { glob, star: 'job_id', server: 'redis', description };
  const line: StreamMessage = { name: 'line', summary: 'One line.', payload: logLine };
  const end: StreamMessage = { name: 'end', summary: 'Nothing comes after it.', payload: logEnd };
  return placed(place, [
    {
      id: operationId('receive', glob),
      action: 'receive',
      summary: 'The log of a job, for `/tail`.',
      messages: [line, end],
    },
  ]);
}

const logLine = z
  .object({ line: z.string(), level: z.string().optional(), ts: z.string().optional() })
  .meta({ examples: [{ line: '3 tests passed', level: 'info' }] });
const logEnd = z.object({ end: z.string() }).meta({ examples: [{ end: '1' }] });

function decisionMessages(formats: Formats): StreamMessage[] {
  const event = formats.written('televibe');
  const message = (name: string, settled: readonly Settles[], data: z.ZodType) => {
    const types = settled.flatMap((each) => announcedAs(each) ?? []);
    return {
      name,
      summary: `${types.map((type) => `\`${type}\``).join(' or ')}: known by its id, also when it comes again.`,
      payload: z.intersection(event, z.looseObject({ event_type: z.enum(types), data })),
    };
  };
  return [
    message('decision', ['approved', 'denied'], decisionDataSchema),
    message('expiry', ['expired'], expiryDataSchema),
  ];
}

/** `televibe:events:*` is `televibeEventsAny`. */
function wordsOf(glob: string): string {
  const words = glob.replace('*', 'any').match(/[a-z]+/gi) ?? [];
  return words
    .map((word, at) => (at === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join('');
}

function operationId(verb: string, glob: string): string {
  const words = wordsOf(glob);
  return `${verb}${words[0]?.toUpperCase()}${words.slice(1)}`;
}
