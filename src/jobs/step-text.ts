// What a job does now, in its producer's words: the formats name few fields, and producers have their own.
import type { CanonicalEvent, JsonObject, JsonValue } from '../event/canonical-event.ts';
import { cardEffectOf } from '../event/event-types.ts';
import { redactData } from '../redact/redact-data.ts';
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
/** UTF-16 units. */
const MAX_NAME = 60;
const MAX_VALUE = 200;

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

/** `files done 12, files left 28`. Credentials are taken out here, while the names of their fields are known. */
function otherFields(data: JsonObject): string | undefined {
  const { fields: ofProgress = [] } = readProgress(data) ?? {};
  const others = Object.entries(data)
    .filter(([name, value]) => isShort(name, value) && !SILENT.test(name))
    .filter(([name]) => !ofProgress.includes(name))
    .slice(0, MAX_OTHERS);
  const shown = Object.entries(redactData(Object.fromEntries(others)));
  const texts = shown.map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`);
  return texts.length === 0 ? undefined : texts.join(', ');
}

/** A number or a few words; what is longer is no step. */
function isShort(name: string, value: JsonValue): boolean {
  if (name.length > MAX_NAME) return false;
  if (typeof value === 'number') return true;
  return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_VALUE;
}
