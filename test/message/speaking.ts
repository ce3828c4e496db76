// For tests of texts: the real locales, the recorded events, and a message made visible.
import { readFileSync } from 'node:fs';
import { aggregateOf } from '../../src/event/aggregate.ts';
import type { CanonicalEvent, JsonObject } from '../../src/event/canonical-event.ts';
import type { Message } from '../../src/message/message.ts';
import { createRender } from '../../src/message/render.ts';
import type { RichText, Span } from '../../src/message/rich-text.ts';
import { createTranslator } from '../../src/message/translate.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

export const LOCALES = new Map(['en', 'de'].map((tag) => [tag, read(`locales/${tag}.ftl`)]));
export const translator = createTranslator(LOCALES, { fallback: 'en' });
export const render = createRender({ translator });

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

const SIGNS: Readonly<Record<Span['type'], string>> = {
  bold: '*',
  italic: '_',
  strikethrough: '~',
  code: '`',
  pre: '```',
  quote: '>',
  link: '@',
  time: '⌚',
};

/** The text with a sign at the begin and end of every span, as a person can review it. */
export function visible({ text, spans }: RichText): string {
  const signs = spans
    .flatMap(({ type, offset, length }) => [
      { at: offset, sign: SIGNS[type] },
      { at: offset + length, sign: SIGNS[type] },
    ])
    .sort((a, b) => b.at - a.at);
  return signs.reduce((shown, { at, sign }) => shown.slice(0, at) + sign + shown.slice(at), text);
}

export function visibleMessage({ body, buttons, silent }: Message): string {
  const rows = (buttons ?? []).map((row) => row.map((button) => `[${button.label}]`).join(' '));
  return [...(silent ? [] : ['(with sound)']), visible(body), ...rows].join('\n');
}
