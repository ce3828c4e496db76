// A feature request becomes a merged pull request: written to the five streams of a delivery pipeline, in
// every form that entries can have.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { DELIVERIES } from './delivery-scenes.ts';
import { ofRound, type Scene, type Story } from './story.ts';

const PAUSE_MS = 5_000;

/** By the first part of the type. */
const STREAMS: ReadonlyMap<string, string> = new Map([
  ['feature', 'feature-events'],
  ['planning', 'planning-events'],
  ['agent', 'execution-events'],
  ['pr', 'pr-events'],
]);
const FORMS = ['event', 'fields', 'data', 'payload'] as const;

export const DELIVERY_STORY: Story = { name: 'delivery', startDelayMs: 12_000, run };

async function run(scene: Scene): Promise<void> {
  const idFor = createIds(scene);
  let causationId: string | null = null;
  for (const [at, event] of ofRound(DELIVERIES, scene.round).entries()) {
    const stream = STREAMS.get(event.type.split('.', 1)[0] ?? '') ?? 'repository-events';
    const eventId = scene.uuid();
    const message = {
      event_id: eventId,
      type: event.type,
      timestamp: scene.now(),
      version: '1.0',
      source: `delivery-${stream.replace('-events', '')}`,
      correlation_id: idFor('chain'),
      causation_id: causationId,
      data: filledIn(event.data, idFor),
    };
    await scene.addEntry(stream, entryOf(message, FORMS[at % FORMS.length] ?? 'event'));
    causationId = eventId;
    await scene.pause(PAUSE_MS);
  }
}

/** Fields of an entry can't be null: an empty one stands for it. */
function entryOf(message: JsonObject, form: (typeof FORMS)[number]): Record<string, string> {
  if (form !== 'fields') return { [form]: JSON.stringify(message) };
  const textOf = (value: JsonValue) => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(message).map(([name, value]) => [name, value === null ? '' : textOf(value)]),
  );
}

/** The same id for the same name, within one run. */
function createIds(scene: Scene): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const id = known.get(name) ?? scene.uuid();
    known.set(name, id);
    return id;
  };
}

const NAME = /^\{([a-z\d-]+)\}$/;

function filledIn(data: JsonObject, idFor: (name: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([field, value]) => {
      const name = typeof value === 'string' ? NAME.exec(value)?.[1] : undefined;
      return [field, name === undefined ? value : idFor(name)];
    }),
  );
}
