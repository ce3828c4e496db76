// What readers of pipeline messages look at first, found in the payloads of other systems.
import type { JsonObject } from '../../event/canonical-event.ts';

const HEADLINES = ['message', 'summary', 'error', 'instruction', 'narration'] as const;

export function headlineOf(data: JsonObject): string | undefined {
  return HEADLINES.map((name) => textIn(data, name)).find((text) => text !== undefined);
}

export function statusOf(data: JsonObject): string | undefined {
  return textIn(data, 'status');
}

function textIn(data: JsonObject, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
