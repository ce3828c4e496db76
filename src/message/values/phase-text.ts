// The phases of a plan, a line each.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import type { Voice } from '../locale/voice.ts';
import { excerpt } from '../text/excerpt.ts';
import { join, oneLine, type RichText } from '../text/rich-text.ts';
import { isList, valueText } from './value-text.ts';

const MAX_PHASES = 8;
const MAX_NAME = 60;
const MAX_DETAIL = 30;

/** `1. Contract · backend · 2h · low risk`; `undefined` when there are none. */
export function phaseLines(phases: JsonValue | undefined, voice: Voice): RichText | undefined {
  if (!isList(phases)) return undefined;
  const lines = phases
    .slice(0, MAX_PHASES)
    .map((phase, index) =>
      isObject(phase) ? phaseLine(phase, index + 1, voice) : valueText(phase, voice, MAX_NAME),
    )
    .filter((line) => line !== undefined);
  if (lines.length === 0) return undefined;
  const count = phases.length - MAX_PHASES;
  return join(count > 0 ? [...lines, voice.speak('event-list-more', { count })] : lines, '\n');
}

function phaseLine(phase: JsonObject, position: number, voice: Voice): RichText {
  const fieldText = (field: string, units = MAX_DETAIL) => {
    const text = valueText(phase[field], voice, units);
    return text === undefined ? undefined : oneLine(text);
  };
  const { phase_number: given } = phase;
  const number = String(Number.isSafeInteger(given) ? given : position);
  const name = fieldText('name', MAX_NAME);
  return voice.speak('event-phase', {
    name: voice.speak(name === undefined ? 'event-phase-unnamed' : 'event-phase-named', {
      number,
      name,
    }),
    agent: fieldText('agent_type'),
    duration: fieldText('estimated_duration'),
    risk: riskText(phase.risk_level, voice),
  });
}

/** Common levels are translated. */
function riskText(level: JsonValue | undefined, voice: Voice): RichText | undefined {
  if (typeof level !== 'string' || level.trim() === '') return undefined;
  const key = `event-risk-${level.toLowerCase()}`;
  if (/^[a-z]+$/i.test(level) && voice.has(key)) return voice.speak(key);
  return voice.speak('event-risk', { level: oneLine(excerpt(level, MAX_DETAIL)) });
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}
