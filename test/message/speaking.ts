// For tests of texts: the real locales, the recorded events, and a message made visible.
import { readFileSync } from 'node:fs';
import { build } from '../../src/dialects/build/codec.ts';
import { delivery } from '../../src/dialects/delivery/codec.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { jobs } from '../../src/dialects/jobs/codec.ts';
import { pipeline } from '../../src/dialects/pipeline/codec.ts';
import { aggregateOf } from '../../src/event/aggregate.ts';
import type { CanonicalEvent, JsonObject } from '../../src/event/canonical-event.ts';
import { fold, type Job } from '../../src/jobs/job-board.ts';
import { createTranslator } from '../../src/message/locale/translate.ts';
import type { Voice } from '../../src/message/locale/voice.ts';
import type { Message } from '../../src/message/message.ts';
import type { TitledEvent } from '../../src/message/notice.ts';
import { createRender } from '../../src/message/render/render.ts';
import type { RichText, Span } from '../../src/message/text/rich-text.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

export const LOCALES = new Map(
  ['en', 'de', 'es', 'ar'].map((tag) => [tag, read(`locales/${tag}.ftl`)]),
);
export const translator = createTranslator(LOCALES, { fallback: 'en' });
export const render = createRender({ translator });

/** Without what a text that runs right to left is ordered by, which nobody sees. */
export function undirected(text: string): string {
  return text.replaceAll(/[\u200F\u2066-\u2069]/g, '');
}

export function voiceIn(locale: string): Voice {
  return { ...translator, locale, speak: translator.speak(locale) };
}

interface RecordedTelevibe {
  readonly event_id?: string;
  readonly event_type: string;
  readonly timestamp?: string;
  readonly project_id?: string | null;
  readonly session_id?: string | null;
  readonly job_id?: string | null;
  readonly data: JsonObject;
  readonly visibility?: 'public' | 'internal';
}

export const televibeEvents: readonly CanonicalEvent[] = read(
  'test/fixtures/televibe/televibe.jsonl',
)
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => toEvent((JSON.parse(line) as { raw: RecordedTelevibe }).raw));

function toEvent(raw: RecordedTelevibe): CanonicalEvent {
  const context = {
    ...(raw.project_id ? { projectId: raw.project_id } : {}),
    ...(raw.session_id ? { sessionId: raw.session_id } : {}),
    ...(raw.job_id ? { jobId: raw.job_id } : {}),
  };
  return {
    id: raw.event_id ?? 'none',
    type: raw.event_type,
    time: raw.timestamp ?? '2026-03-02T09:00:00.000Z',
    source: { component: 'runner' },
    ...context,
    aggregate: aggregateOf(context),
    visibility: raw.visibility ?? 'public',
    recipients: 'all',
    data: raw.data,
    dialect: 'televibe',
  };
}

/** A recorded message and where it was found. */
interface Recorded {
  readonly raw: JsonObject;
  readonly channel?: string;
  readonly stream?: string;
  readonly job_id?: string;
  readonly hash?: { readonly fields: { readonly project_id: string } };
}

/** When a message without a time of its own was found. */
const ARRIVED_AT = Date.parse('2026-03-02T09:00:00.000Z');

function recordedIn(dialect: Dialect): readonly CanonicalEvent[] {
  const { name } = dialect;
  const lines = read(`test/fixtures/${name}/${name}.jsonl`).split('\n');
  return lines.flatMap((line) => {
    if (line === '') return [];
    const { raw, channel = '', stream = '', job_id, hash } = JSON.parse(line) as Recorded;
    const jobId = job_id ?? /^job:(.+):events$/.exec(channel)?.[1];
    const projectId = hash?.fields.project_id;
    const decoded = dialect.decode({
      dialect: name,
      text: JSON.stringify(raw),
      source: `${channel}${stream}`,
      arrivedAt: ARRIVED_AT,
      about: {
        ...(jobId === undefined ? {} : { jobId }),
        ...(projectId === undefined ? {} : { projectId }),
      },
    });
    return decoded === undefined || decoded.isHeartbeat ? [] : [decoded.event];
  });
}

/** Recorded events by the dialect they came in; what only keeps a connection alive is none. */
export const recordedEvents: Readonly<Record<string, readonly CanonicalEvent[]>> = {
  televibe: televibeEvents,
  jobs: recordedIn(jobs),
  delivery: recordedIn(delivery),
  pipeline: recordedIn(pipeline),
  build: recordedIn(build),
};

/** Each event with the title that its job has by then. */
export function titledEvents(events: readonly CanonicalEvent[]): TitledEvent[] {
  const jobs = new Map<string | undefined, Job>();
  return events.map((event) => {
    const job = fold(jobs.get(event.jobId), event);
    if (job !== undefined) jobs.set(event.jobId, job);
    return { event, ...(job === undefined || job.title === '' ? {} : { title: job.title }) };
  });
}

const SIGNS: Readonly<Record<Span['type'], string>> = {
  bold: '*',
  italic: '_',
  strikethrough: '~',
  code: '`',
  pre: '```',
  quote: '>',
  expandable: '»',
  link: '@',
  time: '⌚',
  mention: '👤',
};

/**
 * The text with a sign at the begin and end of every span, as a person can review it; behind a
 * link stands where it leads.
 */
export function visible({ text, spans }: RichText): string {
  const signs = spans
    .flatMap((span) => [
      { at: span.offset, sign: SIGNS[span.type] },
      { at: span.offset + span.length, sign: SIGNS[span.type] + targetOf(span) },
    ])
    .sort((a, b) => b.at - a.at);
  return signs.reduce((shown, { at, sign }) => shown.slice(0, at) + sign + shown.slice(at), text);
}

function targetOf(span: Span): string {
  return span.type === 'link' ? `(${span.url})` : '';
}

export function visibleMessage({ body, buttons, silent }: Message): string {
  const rows = (buttons ?? []).map((row) => row.map((button) => `[${button.label}]`).join(' '));
  return [...(silent ? [] : ['(with sound)']), visible(body), ...rows].join('\n');
}
