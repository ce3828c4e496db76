// The text format of event streams, safe against injected fields.
interface Frame {
  /** A sealed cursor. */
  readonly id?: string;
  /** The name that clients listen for; `message` if absent. */
  readonly event?: string;
  /** JSON on one line. */
  readonly json: string;
}

export const SSE_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // Otherwise nginx would buffer events.
  'x-accel-buffering': 'no',
} as const;

/** Keeps a connection alive, invisibly to clients. */
export const KEEP_ALIVE = ': keep-alive\n\n';
/** Keeps a connection alive, visibly to clients. */
export const HEARTBEAT_FRAME = 'event: heartbeat\ndata: {}\n\n';

export function frameText({ id, event, json }: Frame): string {
  const name = event === undefined ? '' : `event: ${oneLine(event)}\n`;
  return `${id === undefined ? '' : idLine(id)}${name}data: ${oneLine(json)}\n\n`;
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
