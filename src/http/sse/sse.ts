// The text of an event stream: fields, comments, and nothing that could add a field of its own.
interface Frame {
  /** A sealed cursor. */
  readonly id?: string;
  /** Name that a client listens for; without one it is a `message`. */
  readonly event?: string;
  /** What is sent: JSON on one line. */
  readonly json: string;
}

export const SSE_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // nginx would hold events back.
  'x-accel-buffering': 'no',
} as const;

/** Keeps a connection alive; clients are not told. */
export const KEEP_ALIVE = ': keep-alive\n\n';
/** Keeps a connection alive, and clients can listen for it. */
export const HEARTBEAT_FRAME = 'event: heartbeat\ndata: {}\n\n';

export function frameText({ id, event, json }: Frame): string {
  const name = event === undefined ? '' : `event: ${oneLine(event)}\n`;
  return `${id === undefined ? '' : idLine(id)}${name}data: ${oneLine(json)}\n\n`;
}

/** Any text as a nameless event: clients get it as it is, but for CR and CRLF, which become LF. */
export function messageText(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  return `${lines.map((line) => `data: ${line}\n`).join('')}\n`;
}

/** Moves the reader's place on without an event: browsers keep the id, and tell nobody. */
export function cursorText(place: string): string {
  return `${idLine(place)}\n`;
}

/** When the reader may come back, in milliseconds. */
export function retryText(ms: number): string {
  return `retry: ${Math.round(ms)}\n\n`;
}

/** Says goodbye, and when to come back, in milliseconds. */
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
