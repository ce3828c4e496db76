// The text format of event streams, safe against injected fields.
interface Frame {
  /** A sealed cursor. */
  readonly id?: string;
  /** JSON on one line. */
  readonly json: string;
}

/** The names of what a stream says of itself. */
const CONTROLS = ['connected', 'gap', 'heartbeat', 'lines', 'end'] as const;
export type ControlName = (typeof CONTROLS)[number];

/**
 * No event is written under these names, in whatever case: it would pass for a message of the stream, or of a browser's
 * EventSource, whose own events are the last four.
 */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  ...CONTROLS,
  ...['open', 'error', 'message', 'close'],
]);

export const SSE_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // Otherwise nginx would buffer events.
  'x-accel-buffering': 'no',
} as const;

/** Keeps a connection alive, invisibly to clients. */
export const KEEP_ALIVE = ': keep-alive\n\n';
/** Keeps a connection alive, visibly to clients. */
export const HEARTBEAT_FRAME = controlFrame('heartbeat', { json: '{}' });

/** What the stream says of itself. */
export function controlFrame(name: ControlName, frame: Frame): string {
  return frameText(`event: ${name}\n`, frame);
}

/** An event, under the name of its type; without a name (`message` to clients) if `type` is absent or reserved. */
export function eventFrame(type: string | undefined, frame: Frame): string {
  const name = oneLine(type ?? '');
  const isNamed = name !== '' && !RESERVED_NAMES.has(name.trim().toLowerCase());
  return frameText(isNamed ? `event: ${name}\n` : '', frame);
}

function frameText(nameLine: string, { id, json }: Frame): string {
  return `${id === undefined ? '' : idLine(id)}${nameLine}data: ${oneLine(json)}\n\n`;
}

/** Any text as an unnamed event: clients get it as is, except that CR and CRLF become LF. */
export function messageText(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  return `${lines.map((line) => `data: ${line}\n`).join('')}\n`;
}

/** Updates the reader's cursor without an event: browsers store the id silently. */
export function cursorText(cursor: string): string {
  return `${idLine(cursor)}\n`;
}

/** When the reader may reconnect, in milliseconds. */
export function retryText(ms: number): string {
  return `retry: ${Math.round(ms)}\n\n`;
}

/** The reason for the end as a comment, and when to reconnect. */
export function endText(reason: string, retryMs: number): string {
  return `: ${oneLine(reason)}\n${retryText(retryMs)}`;
}

function idLine(id: string): string {
  return `id: ${oneLine(id)}\n`;
}

/** CR and LF end a field, and a NUL voids an id. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ');
}
