// One failure: what failed and why, the end of the log, and what became of it.
import { causeFirst, hasLongError } from '../events/error-cause.ts';
import { eventText } from '../events/event-text.ts';
import { instantSpan, shortId, type Voice } from '../locale/voice.ts';
import { proseLine } from '../markdown/prose-excerpt.ts';
import type { Button, Message } from '../message.ts';
import { ALERT_ACTION, JOB_ACTION, type Notice } from '../notice.ts';
import { fitToMessage, lines, shorten } from '../text/cut.ts';
import { excerpt, foldedLines } from '../text/excerpt.ts';
import { join, oneLine, type RichText } from '../text/rich-text.ts';
import { costText } from '../values/amount-text.ts';
import { durationText } from '../values/value-text.ts';
import { headlineFor, headlineText, withoutTitle } from './headline.ts';

type Alert = Extract<Notice, { kind: 'alert' }>;

const MAX_LOG_LINES = 10;
/** UTF-16 units of the name of whoever saw it. */
const MAX_NAME = 40;
const MAX_STEP = 60;
/** UTF-16 units of a failure that belongs to it. */
const MAX_PART = 400;

export function renderAlert(alert: Alert, voice: Voice): Message {
  const { event, log } = alert;
  const { shown, rest } = causeFirst(event, MAX_LOG_LINES);
  const { heading, text } = eventText(shown, voice);
  const headline = headlineFor({ ...alert, event: shown }, heading, voice);
  const below = headline.isWhole ? withoutTitle(text, headline) : text;
  const traces = [rest, ...alert.parts.map((part) => causeFirst(part, MAX_LOG_LINES).rest)];
  const trace = traces.find((found) => found.length > 0) ?? [];
  const quoted = log.length > 0 ? log.slice(-MAX_LOG_LINES) : trace;
  const shownLines = [
    headlineText(headline),
    ...became(alert, voice),
    below,
    ...partLines(alert, below, voice),
    foldedLines(quoted),
    factsLine(alert, voice),
  ].filter((line) => line.text !== '');
  const body = fitToMessage(join(shownLines, '\n'));
  return { body, silent: false, buttons: buttonsOf(alert, voice) };
}

/** What else failed of the matter: what it was, and what is not said already. */
function partLines({ event, parts }: Alert, said: RichText, voice: Voice): RichText[] {
  const known = new Set(said.text.split('\n').map((line) => line.trim()));
  return parts.flatMap((part) => {
    const { heading, text } = eventText(causeFirst(part, MAX_LOG_LINES).shown, voice);
    const fresh = lines(text).filter((line) => !known.has(line.text.trim()));
    for (const line of fresh) known.add(line.text.trim());
    if (fresh.length > 0) return [shorten(join([heading, ': ', join(fresh, ' · ')]), MAX_PART)];
    return text.text === '' && part.type !== event.type ? [heading] : [];
  });
}

/** `✅ fixed 12 min later` and `👀 seen by Ben, 14:02`. */
function became({ event, state: { seen, fixedAt } }: Alert, voice: Voice): RichText[] {
  const lines: RichText[] = [];
  if (fixedAt !== undefined) {
    const seconds = Math.round((Date.parse(fixedAt) - Date.parse(event.time)) / 1_000);
    const after = durationText(Math.max(1, seconds), voice);
    lines.push(voice.speak('alert-fixed', { after }));
  }
  if (seen !== undefined) {
    const who = oneLine(excerpt(seen.name, MAX_NAME));
    lines.push(voice.speak('alert-seen', { who, at: instantSpan(seen.at, event.time, voice) }));
  }
  return lines;
}

/** Step, cost and time of the job, and its id. */
function factsLine({ event, job }: Alert, voice: Voice): RichText {
  const { sessionId, jobId } = event;
  const elapsedMs = job === undefined ? 0 : Date.parse(job.updatedAt) - Date.parse(job.startedAt);
  const step = job?.step ?? job?.stage;
  const said = event.stage === step || event.data.cost_usd !== undefined;
  return voice.speak('alert-facts', {
    step: step === undefined || said ? undefined : proseLine(step, MAX_STEP),
    cost: job === undefined || said ? undefined : costText(costOf(job), voice),
    elapsed: elapsedMs < 1_000 || said ? undefined : durationText(elapsedMs / 1_000, voice),
    session: sessionId === undefined ? undefined : shortId(sessionId),
    job: jobId === undefined ? undefined : shortId(jobId),
  });
}

function costOf({ costUsd, budgetUsd }: NonNullable<Alert['job']>) {
  return { costUsd, budgetUsd };
}

function buttonsOf({ position, event, parts, job, state }: Alert, { speak }: Voice): Button[][] {
  const button = (key: string, action: string) => ({ label: speak(key).text, action });
  const log = job === undefined ? [] : [button('card-button-log', JOB_ACTION.log(job.key))];
  const isCut = [event, ...parts].some(hasLongError);
  const error = isCut ? [button('alert-button-error', ALERT_ACTION.error(position))] : [];
  const mute = job === undefined ? [] : [button('alert-button-mute', JOB_ACTION.mute(job.key))];
  const isOpen = state.seen === undefined && state.fixedAt === undefined;
  const seen = isOpen ? [button('alert-button-seen', ALERT_ACTION.seen(position))] : [];
  return [
    [...log, ...error],
    [...seen, ...mute],
  ].filter((row) => row.length > 0);
}
