// The text of an event stream: fields, comments, and nothing that could add a field of its own.
import type { Cursor } from './cursor.ts';
import { formatCursor } from './cursor.ts';

interface Frame {
  readonly id?: Cursor;
  /** Name that a client listens for. */
  readonly event: string;
  /** Sent as JSON, on one line. */
  readonly data: unknown;
}

export const SSE_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // The body ends with the connection: so each write is one buffer, not four parts of a chunk.
  connection: 'close',
  // nginx would hold events back.
  'x-accel-buffering': 'no',
} as const;

export const HEARTBEAT = ': keep-alive\n\n';

/** One event. Throws a TypeError for data that JSON does not know. */
export function frameText({ id, event, data }: Frame): string {
  const json = JSON.stringify(data);
  if (json === undefined) throw new TypeError('an event has no data that JSON can hold');
  return `${id === undefined ? '' : idLine(id)}event: ${oneLine(event)}\ndata: ${json}\n\n`;
}

/** Moves the reader's place on without an event: browsers keep the id, and tell nobody. */
export function placeText(place: Cursor): string {
  return `${idLine(place)}\n`;
}

/** When the reader may come back, in milliseconds. */
export function retryText(ms: number): string {
  return `retry: ${Math.round(ms)}\n\n`;
}

/** Says goodbye, and when to come back, in milliseconds. */
export function farewellText(reason: string, retryMs: number): string {
  return `: ${oneLine(reason)}\n${retryText(retryMs)}`;
}

function idLine(id: Cursor): string {
  return `id: ${oneLine(formatCursor(id))}\n`;
}

/** CR and LF end a field, and a NUL voids an id. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ');
}
