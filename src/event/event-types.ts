// The catalogue of event types: what each means for those who hear of it. A new type is one line
// here and one text in each locale.
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

/** A type that says what became of a request. */
interface Outcome {
  readonly outcome: Settles;
}

const CATALOGUE: Readonly<Record<string, Exclude<Meaning, 'outcome'> | Outcome>> = {
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

  'job.created': 'news',
  'job.queued': 'news',
  'job.started': 'news',
  'job.updated': 'news',
  'job.progress': 'news',
  'job.tool_started': 'news',
  'job.tool_completed': 'news',
  'job.approval_needed': 'request',
  'job.approval_comment': 'news',
  'job.approved': { outcome: 'approved' },
  'job.denied': { outcome: 'denied' },
  'job.approval_expired': { outcome: 'expired' },
  'job.approval_canceled': { outcome: 'canceled' },
  'job.approval_withdrawn': { outcome: 'canceled' },
  'job.completed': 'result',
  'job.failed': 'failure',
  'job.canceled': 'news',
  'job.resumed': 'news',

  'stage.started': 'news',
  'stage.completed': 'news',
  'stage.failed': 'failure',
  'gate.pause': 'request',
  'gate.approved': { outcome: 'approved' },
  'gate.rejected': { outcome: 'denied' },
  'gate.auto_approved': { outcome: 'approved' },

  'build.stage.started': 'result',
  'build.stage.completed': 'result',
  'snapshot.updated': 'result',
  'documentation.updated': 'result',

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

/** Unknown types that end like this are failures too. */
const FAILURE_ENDING = /\.(failed|error)$/;

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
  const meaning = meaningOf(row) ?? unlisted(type);
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
  const row = rowOf(type);
  return typeof row === 'object' ? row.outcome : undefined;
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

function rowOf(type: string) {
  const name = catalogued(type);
  return Object.hasOwn(CATALOGUE, name) ? CATALOGUE[name] : undefined;
}

function meaningOf(row: ReturnType<typeof rowOf>): Meaning | undefined {
  return typeof row === 'object' ? 'outcome' : row;
}

function tellsFailure(data: CanonicalEvent['data']): boolean {
  return data.success === false || data.status === 'failed';
}

function unlisted(type: string): Meaning {
  return FAILURE_ENDING.test(type) ? 'failure' : 'news';
}
