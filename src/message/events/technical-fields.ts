// Fields of events that are not shown where no text names them, and why. Everything else is shown.
import type { CanonicalEvent, JsonValue } from '../../event/canonical-event.ts';

interface Technical {
  /** Names, or paths: `token_usage.prompt_tokens`. */
  readonly fields: readonly string[];
  /** Of these types, and of this format, only. */
  readonly of?: RegExp;
  readonly dialect?: string;
  /** With these values only. */
  readonly values?: readonly JsonValue[];
  readonly because: string;
}

export const TECHNICAL_FIELDS: readonly Technical[] = [
  {
    fields: ['repo_owner', 'repo_name'],
    dialect: 'jobs',
    because: 'they make the name of the project',
  },
  {
    fields: ['event_id', 'approval_id', 'correlation_id', 'causation_id', 'trace_id', 'span_id'],
    because: 'programs find things by it; commands take the short id that is shown',
  },
  {
    fields: [
      ...['repository_id', 'feature_request_id', 'execution_plan_id', 'agent_execution_id'],
      ...['pull_request_id', 'discovery_report_id', 'planner_agent_id', 'file_tree_hash'],
    ],
    of: /^(?:repo|discovery|feature|planning|agent|pr)\./,
    because: 'programs find things by it; the chain of a delivery is one project',
  },
  {
    fields: ['heartbeat_seconds'],
    because: 'it tells jobwire how long the job may be silent; that it is silent is reported',
  },
  { fields: ['success'], of: /\.completed$/, because: 'the heading says it' },
  {
    fields: ['status', 'created_at', 'updated_at', 'branch_base', 'max_minutes'],
    of: /^job\.(?:created|updated|completed|failed|canceled)$/,
    dialect: 'jobs',
    because: 'heading, elapsed time and the first message of the job say it',
  },
  {
    fields: ['model_cto', 'model_coder', 'tokens_in', 'tokens_out', 'budget_usd', 'max_requests'],
    of: /^job\.(?:updated|completed|failed|canceled)$/,
    dialect: 'jobs',
    because: 'it does not change from event to event, or the cost says it',
  },
  {
    fields: ['cost_usd', 'tokens_in', 'tokens_out', 'requests_made', 'progress'],
    of: /^job\.created$/,
    dialect: 'jobs',
    because: 'nothing was spent or done yet',
  },
  {
    fields: ['progress'],
    of: /^job\.completed$/,
    dialect: 'jobs',
    because: 'the heading says it',
  },
  { fields: ['type'], of: /^job\.progress$/, because: 'the tool says it' },
  {
    fields: ['at', 'scope'],
    of: /^job\.approval_comment$/,
    because: 'the message says when, the request the scope',
  },
  {
    fields: ['decision', 'decided_at', 'approvers', 'repeated'],
    of: /^job\.(?:approved|denied|approval_expired)$/,
    because: 'the heading says what was decided and by whom, the message when',
  },
  {
    fields: ['status'],
    of: /^(?:build|snapshot|documentation)\./,
    values: ['ready', 'failed'],
    because: 'the heading says it',
  },
  {
    fields: ['token_usage.prompt_tokens', 'token_usage.completion_tokens'],
    because: 'their sum is shown',
  },
];

/** `path`: dotted. */
export function isTechnical(path: string, value: JsonValue, event: CanonicalEvent): boolean {
  if (TECHNICAL_FIELDS.some((row) => row.fields.includes(path) && isAbout(row, value, event)))
    return true;
  // Whatever its name, the message shows it already.
  const { projectId, sessionId, jobId, stage } = event;
  return typeof value === 'string' && [projectId, sessionId, jobId, stage].includes(value);
}

function isAbout(row: Technical, value: JsonValue, event: CanonicalEvent): boolean {
  const { of, dialect = event.dialect, values = [value] } = row;
  return (of?.test(event.type) ?? true) && dialect === event.dialect && values.includes(value);
}
