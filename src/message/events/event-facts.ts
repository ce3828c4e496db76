// Variables of an event's text that are no fields of its data, like { $event-message }: taken from the
// envelope, or derived from several fields.
import type { CanonicalEvent, JsonObject } from '../../event/canonical-event.ts';
import { describe } from '../../event/event-types.ts';
import { readInstantMs } from '../../event/instant.ts';
import { quantity } from '../../event/quantity.ts';
import type { Voice } from '../locale/voice.ts';
import type { RichText } from '../text/rich-text.ts';
import { costText, requestsText } from '../values/amount-text.ts';
import type { FieldContext } from '../values/field-format.ts';
import { fieldValue, isBlank } from '../values/field-value.ts';
import { phaseLines } from '../values/phase-text.ts';
import { durationText, valueText } from '../values/value-text.ts';

/** The value of a variable; `undefined` if the event does not have it. */
export type Fact = RichText | number | undefined;

export interface FactContext {
  readonly event: CanonicalEvent;
  readonly voice: Voice;
}

/** How the values of an event are shown. What is asked for is shown exactly as it is. */
export function valueContext(event: CanonicalEvent, voice: Voice): FieldContext {
  return { voice, since: event.time, isLiteral: describe(event).request };
}

const MAX_TITLE = 100;
/** Anything longer comes from a wrong clock. */
const MAX_ELAPSED_MS = 366 * 86_400_000;
/** The field that `event-decider` shows. */
const DECIDER = 'by';
/** The first of these is the title; one that differs from it is shown apart. */
const TITLES = ['instruction', 'task', 'title'] as const;

interface EventFact {
  readonly value: (context: FactContext) => Fact;
  /** Fields of the data that it shows, when it has a value. */
  readonly fields?: (data: JsonObject) => readonly string[];
}

export const EVENT_FACTS: ReadonlyMap<string, EventFact> = new Map<string, EventFact>([
  ['event-stage', { value: ({ event, voice }) => valueText(event.stage, voice) }],
  ['event-message', { value: messageFact }],
  ['event-status', { value: statusFact, fields: () => ['status'] }],
  ['event-next', { value: nextFact, fields: () => ['status'] }],
  ['event-title', { value: titleFact, fields: titleField }],
  ['event-cost', { value: costFact, fields: amounts('cost_usd', 'budget_usd') }],
  ['event-requests', { value: requestsFact, fields: amounts('requests_made', 'max_requests') }],
  ['event-tokens', { value: tokensFact, fields: amounts('tokens_in', 'tokens_out') }],
  ['event-elapsed', { value: elapsedFact, fields: () => ['created_at', 'updated_at'] }],
  [
    'event-phases',
    { value: ({ event, voice }) => phaseLines(event.data.phases, voice), fields: () => ['phases'] },
  ],
  ['event-decider', { value: deciderFact, fields: () => [DECIDER] }],
]);

function messageFact({ event, voice }: FactContext): Fact {
  return fieldValue('message', messageOf(event), valueContext(event, voice));
}

/** The message of the envelope, unless it only repeats the type: "Job started". */
function messageOf({ extensions, type }: CanonicalEvent): string | undefined {
  const message = extensions?.message;
  if (typeof message !== 'string') return undefined;
  return letters(message) === letters(type) ? undefined : message;
}

function letters(text: string): string {
  return text
    .slice(0, 100)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function statusFact({ event: { data, extensions }, voice }: FactContext): Fact {
  const status = data.status ?? extensions?.status;
  const key = `event-status-${typeof status === 'string' ? status : ''}`;
  return /^[a-z-]+$/.test(key) && voice.has(key) ? voice.speak(key) : valueText(status, voice);
}

/** The status, where it is the name of another stage than the event's. */
function nextFact({ event, voice }: FactContext): Fact {
  return event.data.status === event.stage ? undefined : valueText(event.data.status, voice);
}

function amounts(...names: readonly string[]) {
  return (data: JsonObject) => names.filter((name) => quantity(data[name]) !== undefined);
}

function titleField(data: JsonObject): readonly string[] {
  return TITLES.filter((name) => !isBlank(data[name])).slice(0, 1);
}

function titleFact({ event, voice }: FactContext): Fact {
  const { data } = event;
  const [name] = titleField(data);
  if (name === undefined) return undefined;
  return fieldValue(name, data[name], { ...valueContext(event, voice), units: MAX_TITLE });
}

function costFact({ event: { data }, voice }: FactContext): Fact {
  const [costUsd, budgetUsd] = [quantity(data.cost_usd), quantity(data.budget_usd)];
  return costText({ costUsd, budgetUsd }, voice);
}

function requestsFact({ event: { data }, voice }: FactContext): Fact {
  const [made, max] = [quantity(data.requests_made), quantity(data.max_requests)];
  return requestsText({ made, max }, voice);
}

function tokensFact({ event: { data }, voice }: FactContext): Fact {
  const tokens = (quantity(data.tokens_in) ?? 0) + (quantity(data.tokens_out) ?? 0);
  return tokens > 0 ? voice.speak('event-tokens', { count: tokens }) : undefined;
}

/** From creation to this event, if both times are known and plausible. */
function elapsedFact({ event: { data }, voice }: FactContext): Fact {
  const [from, to] = [readInstantMs(data.created_at), readInstantMs(data.updated_at)];
  const ms = (to ?? Number.NaN) - (from ?? Number.NaN);
  return ms > 0 && ms <= MAX_ELAPSED_MS ? durationText(ms / 1_000, voice) : undefined;
}

/** Who decided, unless the message names them already. */
function deciderFact({ event, voice }: FactContext): Fact {
  const who = valueText(event.data[DECIDER], voice);
  if (who === undefined) return undefined;
  const isNamed = letters(messageOf(event) ?? '').includes(letters(who.text));
  return isNamed ? undefined : voice.speak('event-by-person', { who });
}
