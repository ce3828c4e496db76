// The catalogue of event types: what each means to its readers, its effect on the state of its job and on a
// request, and whether jobwire itself publishes it. A new type is one row here and one text in each locale.
import type { CanonicalEvent } from './canonical-event.ts';

/** `alert` sounds; `result` is how something ended, and comes before other `news`. */
export type Weight = 'news' | 'result' | 'alert';

/**
 * news: something happened. result: news, or a failure when its data says `success: false` or
 * `status: 'failed'`. failure: something broke. request: somebody has to approve. outcome: a request
 * was settled.
 */
type Meaning = 'news' | 'result' | 'failure' | 'request' | 'outcome';

/** The outcome of a request that an event settles. */
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

/** What an event does to the state of its job. By default the job runs after it. */
export interface JobEffect {
  /** The state after it. */
  readonly state?: JobState;
  /** Whose status vocabulary `data.status` uses, if it is set; a build's also names its stages there. */
  readonly statusOf?: 'job' | 'build';
  /** The state does not change. */
  readonly keepsState?: true;
  /** The job was restarted, whatever the timestamps say. */
  readonly restarts?: true;
  /** Only a running job publishes this, so it counts even after an end. */
  readonly provesRunning?: true;
}

interface Row {
  readonly means: Meaning;
  /** The outcome that it gives a request; only with the meaning `outcome`. */
  readonly settles?: Settles;
  /** jobwire publishes it to announce that outcome. */
  readonly announced?: true;
  readonly job?: JobEffect;
  readonly endsSession?: true;
  /**
   * Its job's live card tells it, so it needs no message of its own: a `state` of the job, or a `step` on its way.
   */
  readonly card?: CardEffect;
  /** jobwire publishes it to report that a job gives no sign of life, or gives one again. */
  readonly ofSilence?: true;
  /** To the feature request that it belongs to it is what an event of this type is to a job. */
  readonly ofFeature?: FeatureEffect;
}

type FeatureEffect =
  | 'job.created'
  | 'stage.started'
  | 'stage.completed'
  | 'stage.failed'
  | 'job.completed';

/** What an event does to the live card of its job. */
export type CardEffect = 'state' | 'step';

const REQUEST: Row = { means: 'request', job: { state: 'waiting', provesRunning: true } };
const RESTART: Row = { means: 'news', job: { restarts: true }, card: 'state' };
const STEP: Row = { means: 'news', card: 'step' };
const OF_BUILD: Row = { means: 'result', job: { statusOf: 'build' }, card: 'step' };
const outcome = (settles: Settles): Row => ({ means: 'outcome', settles });
const ofFeature = (effect: FeatureEffect): Row => ({ means: 'news', ofFeature: effect });
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
  'session.closed': { means: 'news', endsSession: true },
  'session.error': 'failure',

  'job.created': { ...RESTART, job: { state: 'queued', statusOf: 'job', restarts: true } },
  'job.queued': { ...RESTART, job: { state: 'queued', restarts: true } },
  'job.started': RESTART,
  'job.updated': { ...STEP, job: { statusOf: 'job', keepsState: true, provesRunning: true } },
  'job.progress': STEP,
  'job.tool_started': STEP,
  'job.tool_completed': STEP,
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
  'job.silent': { means: 'failure', job: { keepsState: true }, ofSilence: true },
  'job.heard': { means: 'news', job: { keepsState: true }, ofSilence: true },

  'stage.started': STEP,
  'stage.completed': STEP,
  'stage.failed': 'failure',
  'gate.pause': REQUEST,
  'gate.approved': outcome('approved'),
  'gate.rejected': outcome('denied'),
  'gate.auto_approved': outcome('approved'),

  'build.stage.started': { ...OF_BUILD, job: { statusOf: 'build', provesRunning: true } },
  'build.stage.completed': OF_BUILD,
  'snapshot.updated': OF_BUILD,
  'documentation.updated': OF_BUILD,

  'repo.connected': 'news',
  'repo.sync.started': 'news',
  'repo.sync.completed': 'news',
  'discovery.started': 'news',
  'discovery.completed': 'news',
  'feature.request.created': ofFeature('job.created'),
  'planning.started': ofFeature('stage.started'),
  'planning.completed': ofFeature('stage.completed'),
  'agent.execution.started': ofFeature('stage.started'),
  'agent.execution.completed': ofFeature('stage.completed'),
  'agent.execution.failed': { means: 'failure', ofFeature: 'stage.failed' },
  'pr.created': ofFeature('job.created'),
  'pr.merged': ofFeature('job.completed'),

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

/** Unknown types with this suffix are failures too. */
const FAILURE_SUFFIX = /\.(failed|error)$/;
/** Unknown types with this prefix belong to a build. */
const BUILD_PREFIX = /^build\../;

export interface EventMeaning {
  /** Whether the type is in the catalogue; others are shown generically. */
  readonly known: boolean;
  readonly failure: boolean;
  /** Asks for an approval. */
  readonly request: boolean;
  /** Reports the outcome of an approval request. */
  readonly outcome: boolean;
  /** Something started or finished; what happens on the way, and how a job waits for its start, is neither. */
  readonly milestone: boolean;
  readonly weight: Weight;
}

/** What an event means; looks at its type and, for results, at its data. */
export function describe({ type, data }: Pick<CanonicalEvent, 'type' | 'data'>): EventMeaning {
  const row = rowOf(type);
  const meaning = row?.means ?? unlisted(type);
  const failure = meaning === 'failure' || (meaning === 'result' && reportsFailure(data));
  const weight = weightOf({ type, data }, failure);
  return {
    known: row !== undefined,
    failure,
    request: meaning === 'request',
    outcome: meaning === 'outcome',
    milestone: weight !== 'news' || isMilestone(type),
    weight,
  };
}

/** Ends of things that are no jobs. */
const RESULTS: ReadonlySet<string> = new Set([
  'agent.execution.completed',
  'pr.created',
  'pr.merged',
]);
const ENDS: ReadonlySet<JobState | undefined> = new Set(['completed', 'canceled']);

function weightOf({ type, data }: Pick<CanonicalEvent, 'type' | 'data'>, failure: boolean): Weight {
  if (failure) return 'alert';
  const { state, statusOf } = jobEffectOf(type);
  const isReady = statusOf === 'build' && data.status === 'ready';
  return ENDS.has(state) || isReady || RESULTS.has(catalogued(type)) ? 'result' : 'news';
}

const STARTS_OR_ENDS =
  /^session\.created$|\.(?:started|completed|finished|done|closed|stopped|cancell?ed)$/;

/** A stage of a job is a step of it. */
function isMilestone(type: string): boolean {
  const row = rowOf(type);
  const isStep = row === undefined ? BUILD_PREFIX.test(type) : row.card === 'step';
  return !isStep && STARTS_OR_ENDS.test(catalogued(type));
}

/** Families of types whose events are about a job. */
const OF_JOB = /^(?:job|stage|gate|build)\./;
const COMMENT = 'job.approval_comment';

/**
 * Whether an event belongs to nothing although its type says that it is about a job: it names neither a job nor
 * a session. Requests for approval may come from elsewhere, so what is about one needs neither. Of types that are
 * not in the catalogue nothing is expected.
 */
export function lacksJob(
  event: Pick<CanonicalEvent, 'type' | 'data'> & {
    readonly [Of in 'jobId' | 'sessionId']?: string | undefined;
  },
): boolean {
  if (event.jobId !== undefined || event.sessionId !== undefined) return false;
  const type = catalogued(event.type);
  const { known, request, outcome } = describe(event);
  return known && OF_JOB.test(type) && !request && !outcome && type !== COMMENT;
}

/** The outcome that an event of this type gives a request; `undefined` if it settles none. */
export function settledBy(type: string): Settles | undefined {
  return rowOf(type)?.settles;
}

/** What an event of this type does to the live card of its job; `undefined` if it is told by itself. */
export function cardEffectOf(type: string): CardEffect | undefined {
  return rowOf(type)?.card;
}

/** The type of the event of a job that an event of this type is to its feature request; `undefined` if it is none. */
export function featureEffectOf(type: string): FeatureEffect | undefined {
  return rowOf(type)?.ofFeature;
}

/** Whether it reports that its job gives no sign of life, or gives one again. */
export function isOfSilence(type: string): boolean {
  return rowOf(type)?.ofSilence === true;
}

/** What an event of this type does to the state of its job. */
export function jobEffectOf(type: string): JobEffect {
  const row = rowOf(type);
  if (row === undefined && BUILD_PREFIX.test(type)) return { statusOf: 'build' };
  return row?.job ?? {};
}

/** Whether its session is over after an event of this type. */
export function endsSession(type: string): boolean {
  return rowOf(type)?.endsSession === true;
}

/** The type by which jobwire announces an outcome; `undefined` if it does not. */
export function announcedAs(settled: Settles): string | undefined {
  return ANNOUNCED.find(([, row]) => row.settles === settled)?.[0];
}

/**
 * The type as the catalogue spells it: `Job.APPROVED`, `job approved` and `gate_approved` mean what they
 * look like, so that no spelling evades a check. A type that is not in the catalogue is returned unchanged.
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

function reportsFailure(data: CanonicalEvent['data']): boolean {
  return data.success === false || data.status === 'failed';
}

function unlisted(type: string): Meaning {
  return FAILURE_SUFFIX.test(type) ? 'failure' : 'news';
}
