// What a job does now, in its producer's words: the formats name few fields, and producers have their own.
import type { CanonicalEvent, JsonObject, JsonValue } from '../event/canonical-event.ts';
import { cardEffectOf } from '../event/event-types.ts';
import { fieldText } from './field-text.ts';
import { readProgress } from './progress.ts';

/** What a tool works on. */
const OBJECTS = ['file', 'command', 'path', 'input'];
/** Where producers say what they do, the best first. */
const SAID = [
  'message',
  'step',
  'text',
  'narration',
  'action',
  'summary',
  'description',
  'title',
  'name',
];
/** Fields that say nothing of their own; what tells how far it is has its bar. */
const SILENT = /^(?:type|id|seq|heartbeat_seconds)$|_id$|_at$|^timestamp$/;
const MAX_OTHERS = 4;

/** `undefined` where the event says nothing of a step. */
export function stepOf(event: CanonicalEvent): string | undefined {
  const { type, data, stage } = event;
  const named = toolStep(data) ?? fieldText(data, 'last_action') ?? stage;
  if (named !== undefined || cardEffectOf(type) !== 'step') return named;
  const said = SAID.map((field) => fieldText(data, field)).find((text) => text !== undefined);
  return said ?? (type === 'job.progress' ? otherFields(data) : undefined);
}

function toolStep(data: JsonObject): string | undefined {
  const tool = fieldText(data, 'tool');
  if (tool === undefined) return undefined;
  const object = OBJECTS.map((field) => fieldText(data, field)).find((text) => text !== undefined);
  return object === undefined ? tool : `${tool} ${object}`;
}

/** `files done 12, files left 28`. */
function otherFields(data: JsonObject): string | undefined {
  const { fields: ofProgress = [] } = readProgress(data) ?? {};
  const others = Object.entries(data)
    .filter(([name, value]) => !SILENT.test(name) && !ofProgress.includes(name) && isPlain(value))
    .slice(0, MAX_OTHERS)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`);
  return others.length === 0 ? undefined : others.join(', ');
}

function isPlain(value: JsonValue): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
}
