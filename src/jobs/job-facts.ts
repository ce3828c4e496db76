// What an event says about its job, besides the state.
import type { CanonicalEvent, JsonValue } from '../event/canonical-event.ts';
import { quantity } from '../event/quantity.ts';
import { webAddress } from '../event/web-address.ts';
import { defined } from '../runtime/defined.ts';
import { fieldText, shortened } from './field-text.ts';
import { readProgress } from './progress.ts';

const MAX_LINKS = 10;
/** Only the last links of an event are read; it may have thousands. */
const MAX_LINKS_READ = 100;
/** Types whose `title` is the job's own, and not that of a request or comment. */
const TITLES_JOB = /^(?:job\.(?!approv|denied)|build\.)/;
/** They introduce a job, so that whatever describes something describes the job. */
const INTRODUCES_JOB = /^job\.(?:created|queued|started)$/;
/** Other fields in which producers say what a job is for, the best first. */
const DESCRIPTIONS = ['name', 'prompt', 'goal', 'description'];
/** Says nothing but that there is a job: "Job created". */
const ONLY_ANNOUNCES =
  /^\W*(?:new )?(?:job|run)?\W*(?:(?:was|has been) )?(?:created|queued|started)?\W*$/i;

/** `known` is the title so far. */
export function jobTitle(event: CanonicalEvent, known = ''): string {
  const given = fieldText(event.data, 'instruction') ?? fieldText(event.data, 'task');
  if (given !== undefined || known !== '') return given ?? known;
  const title = TITLES_JOB.test(event.type) ? fieldText(event.data, 'title') : undefined;
  return title ?? introductionOf(event) ?? fieldText(event.data, 'narration') ?? '';
}

/** That of the event itself, whatever it is about; empty if it has none. */
export function ownTitle(event: CanonicalEvent): string {
  return fieldText(event.data, 'title') ?? '';
}

function introductionOf(event: CanonicalEvent): string | undefined {
  if (!INTRODUCES_JOB.test(event.type)) return undefined;
  const described = DESCRIPTIONS.map((field) => fieldText(event.data, field));
  return described.find((text) => text !== undefined) ?? messageTitle(event);
}

/** The message of a pipeline's `job_created`, unless it only says that there is a new job. */
function messageTitle({ type, extensions }: CanonicalEvent): string | undefined {
  const message = type === 'job.created' ? extensions?.message : undefined;
  if (typeof message !== 'string' || ONLY_ANNOUNCES.test(message)) return undefined;
  return shortened(message);
}

/** The newest ten web addresses, `known` ones first. */
export function jobLinks({ data }: CanonicalEvent, known: readonly string[] = []): string[] {
  const { pr_links: prs, preview_url: preview } = data;
  const last = Array.isArray(prs) ? prs.slice(-MAX_LINKS_READ) : [];
  const found = [...last, preview].flatMap((link: JsonValue | undefined) => {
    const url = webAddress(link);
    return url === undefined ? [] : [url.href];
  });
  return [...new Set([...known, ...found])].slice(-MAX_LINKS);
}

export function amountsOf({ data }: CanonicalEvent) {
  return defined({
    progress: readProgress(data)?.share,
    costUsd: quantity(data.cost_usd),
    budgetUsd: quantity(data.budget_usd),
    requestsMade: quantity(data.requests_made),
    maxRequests: quantity(data.max_requests),
    heartbeatMs: heartbeatOf(data.heartbeat_seconds),
  });
}

/** Seconds; anything else is no statement. */
const HEARTBEAT = { min: 5, max: 7 * 86_400 };

/** 0: no signs of life are to be expected. */
function heartbeatOf(value: JsonValue | undefined): number | undefined {
  const seconds = quantity(value);
  if (seconds === 0) return 0;
  const isValid = seconds !== undefined && seconds >= HEARTBEAT.min && seconds <= HEARTBEAT.max;
  return isValid ? Math.round(seconds * 1_000) : undefined;
}
