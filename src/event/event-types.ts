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

const CATALOGUE: Readonly<Record<string, Meaning>> = {
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
  'job.approved': 'outcome',
  'job.denied': 'outcome',
  'job.approval_expired': 'outcome',
  'job.completed': 'result',
  'job.failed': 'failure',
  'job.canceled': 'news',
  'job.resumed': 'news',

  'stage.started': 'news',
  'stage.completed': 'news',
  'stage.failed': 'failure',
  'gate.pause': 'request',
  'gate.approved': 'outcome',
  'gate.rejected': 'outcome',
  'gate.auto_approved': 'outcome',

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
  const known = Object.hasOwn(CATALOGUE, type);
  const meaning = known ? CATALOGUE[type] : unlisted(type);
  const failure = meaning === 'failure' || (meaning === 'result' && tellsFailure(data));
  return {
    known,
    failure,
    request: meaning === 'request',
    outcome: meaning === 'outcome',
    weight: failure ? 'alert' : 'news',
  };
}

function tellsFailure(data: CanonicalEvent['data']): boolean {
  return data.success === false || data.status === 'failed';
}

function unlisted(type: string): Meaning {
  return FAILURE_ENDING.test(type) ? 'failure' : 'news';
}
