// The catalogue of event types: what each means for those who hear of it, what it does to the state of its
// job, what it makes of a request, and whether jobwire itself publishes it. A new type is one row here and
// one text in each locale.
import type { CanonicalEvent } from './canonical-event.ts';

/** `alert` sounds; `news` does not. */
export type Weight = 'news' | 'alert';

/**
 * news: something happened. result: news, or a failure when its data says `success: false` or
 * `status: 'failed'`. failure: something broke. request: somebody has to approve. outcome: what
 * became of a request.
 */
type Meaning = 'news' | 'result' | 'failure' | 'request' | 'outcome';

/** What an event that settles a request makes of it. */
export type Settles = 'approved' | 'denied' | 'expired' | 'canceled';

export const JOB_STATES = [
  'queued',
  'running',
  'waiting',
  'completed',
  'failed',
  'canceled',
] as const;
/** The state of a job; `waiting`: for somebody's approval. */
export type JobState = (typeof JOB_STATES)[number];

/** What an event does to the state of its job. Unless a member says otherwise, the job runs after it. */
export interface JobEffect {
  /** The state after it. */
  readonly state?: JobState;
  /** Whose state `data.status` says, where it says one; a build's also names its stages there. */
  readonly statusOf?: 'job' | 'build';
  /** The state stays as it was. */
  readonly keepsState?: true;
  /** Somebody set the job going again, whatever the clocks say. */
  readonly restarts?: true;
  /** Only a job that goes on says this, so it counts after an end too. */
  readonly goesOn?: true;
}

interface Row {
  readonly means: Meaning;
  /** What it makes of a request; with the meaning `outcome`. */
  readonly settles?: Settles;
  /** jobwire publishes it to say so. */
  readonly announced?: true;
  readonly job?: JobEffect;
}

const REQUEST: Row = { means: 'request', job: { state: 'waiting', goesOn: true } };
const RESTART: Row = { means: 'news', job: { restarts: true } };
const OF_BUILD: Row = { means: 'result', job: { statusOf: 'build' } };
const outcome = (settles: Settles): Row => ({ means: 'outcome', settles });
const announced = (settles: Settles): Row => ({ ...outcome(settles), announced: true });

const CATALOGUE: Readonly<Record<string, Row | 'news' | 'failure' | 'result'>> = {
  'orchestrator.started': 'news',
  'orchestrator.stopped': 'news',
  'orchestrator.error': 'failure',

  'project.registered': 'news',
  'project.removed': 'news',
  'project.scanned': 'news',

  'session.created': 'news',
  'session.state_changed': 'news',
  'session.workspace_ready': 'news',
  'session.closed': 'news',
  'session.error': 'failure',

  'job.created': { means: 'news', job: { state: 'queued', statusOf: 'job', restarts: true } },
  'job.queued': { means: 'news', job: { state: 'queued', restarts: true } },
  'job.started': RESTART,
  'job.updated': { means: 'news', job: { statusOf: 'job', keepsState: true, goesOn: true } },
  'job.progress': 'news',
  'job.tool_started': 'news',
  'job.tool_completed': 'news',
  'job.approval_needed': REQUEST,
  'job.approval_comment': { means: 'news', job: { keepsState: true } },
  'job.approved': announced('approved'),
  'job.denied': announced('denied'),
  'job.approval_expired': announced('expired'),
  'job.approval_canceled': outcome('canceled'),
  'job.approval_withdrawn': outcome('canceled'),
  'job.completed': { means: 'result', job: { state: 'completed' } },
  'job.failed': { means: 'failure', job: { state: 'failed' } },
  'job.canceled': { means: 'news', job: { state: 'canceled' } },
  'job.resumed': RESTART,

  'stage.started': 'news',
  'stage.completed': 'news',
  'stage.failed': 'failure',
  'gate.pause': REQUEST,
  'gate.approved': outcome('approved'),
  'gate.rejected': outcome('denied'),
  'gate.auto_approved': outcome('approved'),

  'build.stage.started': { means: 'result', job: { statusOf: 'build', goesOn: true } },
  'build.stage.completed': OF_BUILD,
  'snapshot.updated': OF_BUILD,
  'documentation.updated': OF_BUILD,

  'repo.connected': 'news',
  'repo.sync.started': 'news',
  'repo.sync.completed': 'news',
  'discovery.started': 'news',
  'discovery.completed': 'news',
  'feature.request.created': 'news',
  'planning.started': 'news',
  'planning.completed': 'news',
  'agent.execution.started': 'news',
  'agent.execution.completed': 'news',
  'agent.execution.failed': 'failure',
  'pr.created': 'news',
  'pr.merged': 'news',

  'task.created': 'news',
  'task.claimed': 'news',
  'task.status_changed': 'news',
  'task.completed': 'news',

  'coordination.message_sent': 'news',
  'coordination.export_declared': 'news',
  'coordination.conflict_detected': 'news',
  'coordination.sync_point_reached': 'news',
};

/** Every type that has a text of its own. */
export const EVENT_TYPES: readonly string[] = Object.keys(CATALOGUE);

const ANNOUNCED = Object.entries(CATALOGUE).flatMap(([type, given]) =>
  typeof given === 'object' && given.announced ? [[type, given] as const] : [],
);

/** Unknown types that end like this are failures too. */
const FAILURE_ENDING = /\.(failed|error)$/;
/** Unknown types that begin like this tell of a build. */
const BUILD_BEGINNING = /^build\../;

export interface EventMeaning {
  /** Whether the type is in the catalogue; others are shown generically. */
  readonly known: boolean;
  readonly failure: boolean;
  /** Asks for an approval. */
  readonly request: boolean;
  /** Tells what became of an approval request. */
  readonly outcome: boolean;
  readonly weight: Weight;
}

/** What an event means; looks at its type and, for results, at its data. */
export function describe({ type, data }: Pick<CanonicalEvent, 'type' | 'data'>): EventMeaning {
  const row = rowOf(type);
  const meaning = row?.means ?? unlisted(type);
  const failure = meaning === 'failure' || (meaning === 'result' && tellsFailure(data));
  return {
    known: row !== undefined,
    failure,
    request: meaning === 'request',
    outcome: meaning === 'outcome',
    weight: failure ? 'alert' : 'news',
  };
}

/** What an event of this type makes of a request; `undefined` for one that settles nothing. */
export function settledBy(type: string): Settles | undefined {
  return rowOf(type)?.settles;
}

/** What an event of this type does to the state of its job. */
export function jobEffectOf(type: string): JobEffect {
  const row = rowOf(type);
  if (row === undefined && BUILD_BEGINNING.test(type)) return { statusOf: 'build' };
  return row?.job ?? {};
}

/** The type by which jobwire says what became of a request; `undefined`: it says nothing. */
export function announcedAs(settled: Settles): string | undefined {
  return ANNOUNCED.find(([, row]) => row.settles === settled)?.[0];
}

/**
 * The type as the catalogue spells it: `Job.APPROVED`, `job approved` and `gate_approved` mean what they
 * look like, so that no spelling gets past a check. A type that is not in the catalogue stays as it is.
 */
export function catalogued(type: string): string {
  if (Object.hasOwn(CATALOGUE, type)) return type;
  const folded = type
    .normalize('NFKC')
    .replace(IGNORABLE, '')
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const dotted = folded.includes('.') ? folded : folded.replace('_', '.');
  return Object.hasOwn(CATALOGUE, dotted) ? dotted : type;
}

/** Characters that a reader does not see. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}|\p{Cf}/gu;

function rowOf(type: string): Row | undefined {
  const name = catalogued(type);
  return Object.hasOwn(CATALOGUE, name) ? asRow(CATALOGUE[name]) : undefined;
}

function asRow(given: Row | Row['means'] | undefined): Row | undefined {
  return typeof given === 'string' ? { means: given } : given;
}

function tellsFailure(data: CanonicalEvent['data']): boolean {
  return data.success === false || data.status === 'failed';
}

function unlisted(type: string): Meaning {
  return FAILURE_ENDING.test(type) ? 'failure' : 'news';
}
