// Variables of an event's text that are no fields of its data, like { $event-message }: taken from the
// envelope, or derived from several fields.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { readInstantMs } from '../../event/instant.ts';
import { quantity } from '../../event/quantity.ts';
import type { Voice } from '../locale/voice.ts';
import { join, type RichText } from '../text/rich-text.ts';
import { costText, requestsText } from '../values/amount-text.ts';
import { phaseLines } from '../values/phase-text.ts';
import { durationText, fieldLines, valueText } from '../values/value-text.ts';

/** The value of a variable; `undefined` if the event does not have it. */
export type Fact = RichText | number | undefined;

export interface FactContext {
  readonly event: CanonicalEvent;
  readonly voice: Voice;
  /** All variables of the text. */
  readonly named: readonly string[];
}

const MAX_TITLE = 100;
/** Anything longer comes from a wrong clock. */
const MAX_ELAPSED_MS = 366 * 86_400_000;
/** The field that `event-decider` shows. */
const DECIDER = 'by';

export const EVENT_FACTS: ReadonlyMap<string, (context: FactContext) => Fact> = new Map([
  ['event-stage', ({ event, voice }: FactContext) => valueText(event.stage, voice)],
  ['event-message', ({ event, voice }: FactContext) => valueText(messageOf(event), voice)],
  ['event-status', statusFact],
  ['event-next', nextFact],
  ['event-title', titleFact],
  ['event-cost', costFact],
  ['event-requests', requestsFact],
  ['event-elapsed', elapsedFact],
  ['event-phases', ({ event, voice }: FactContext) => phaseLines(event.data.phases, voice)],
  ['event-decider', deciderFact],
  ['event-others', othersFact],
]);

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

function titleFact({ event: { data }, voice }: FactContext): Fact {
  return valueText(data.instruction ?? data.task ?? data.title, voice, MAX_TITLE);
}

function costFact({ event: { data }, voice }: FactContext): Fact {
  const [costUsd, budgetUsd] = [quantity(data.cost_usd), quantity(data.budget_usd)];
  return costText({ costUsd, budgetUsd }, voice);
}

function requestsFact({ event: { data }, voice }: FactContext): Fact {
  const [made, max] = [quantity(data.requests_made), quantity(data.max_requests)];
  return requestsText({ made, max }, voice);
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

/** The fields that the text does not name, on one line. */
function othersFact({ event, voice, named }: FactContext): Fact {
  const roots = new Set([DECIDER, ...named.map((name) => name.split('-')[0])]);
  const others = Object.entries(event.data).filter(([field]) => !roots.has(field));
  const lines = fieldLines(Object.fromEntries(others), voice);
  return lines.length === 0 ? undefined : join(lines, ' · ');
}
