// The world as server-sent events: first a snapshot, then every change.
import type { ServerResponse } from 'node:http';
import type { Call } from './world/calls.ts';
import type { Change } from './world/changes.ts';
import type { SimMessage } from './world/model.ts';
import type { World } from './world/world.ts';

export interface Stream {
  open(response: ServerResponse): void;
  /** Ends every connection. */
  stop(): void;
}

/** In the snapshot: messages per chat, and calls. */
const SNAPSHOT_MESSAGES = 200;
const SNAPSHOT_CALLS = 100;
/** A reader that falls further behind is cut off; its page reconnects and starts anew. */
const UNREAD_LIMIT_BYTES = 8 * 1024 * 1024;

export function createStream(world: World): Stream {
  const readers = new Set<ServerResponse>();
  let waiting: Change[] = [];

  function flush(): void {
    const changes = waiting;
    waiting = [];
    if (readers.size === 0) return;
    const frame = event('changes', changes.map(withoutDetails));
    for (const reader of readers) {
      if (reader.writableLength > UNREAD_LIMIT_BYTES) reader.destroy();
      else reader.write(frame);
    }
  }

  const unfollow = world.follow((change) => {
    if (readers.size === 0) return;
    if (waiting.length === 0) setImmediate(flush);
    waiting.push(change);
  });

  return {
    open(response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      });
      flush();
      response.write(`retry: 500\n${event('snapshot', snapshotOf(world))}`);
      readers.add(response);
      response.once('close', () => readers.delete(response));
    },
    stop() {
      unfollow();
      for (const reader of readers) reader.end();
    },
  };
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function snapshotOf(world: World) {
  const messages = world
    .chats()
    .flatMap(({ id }) => world.messages(id).slice(-SNAPSHOT_MESSAGES).map(withoutHistory));
  return {
    bot: world.bot,
    people: world.people(),
    chats: world.chats(),
    messages,
    faults: world.faults.list(),
    calls: world.calls.filter(isWorthShowing).slice(-SNAPSHOT_CALLS).map(withoutBody),
  };
}

/** Without histories and raw calls, which the page requests when they are opened. */
function withoutDetails(change: Change): unknown {
  if (change.kind === 'message')
    return { kind: 'message', message: withoutHistory(change.message) };
  if (change.kind === 'call') return { kind: 'call', call: withoutBody(change.call) };
  return change;
}

function withoutHistory({ history, ...message }: SimMessage) {
  return { ...message, versions: history.length + 1 };
}

function withoutBody({ id, method, at, fault, answer, params }: Call) {
  const { status, body } = answer ?? {};
  return { id, method, at, fault, status, chatId: params.chat_id, description: body?.description };
}

function isWorthShowing({ method, answer }: Call): boolean {
  return method !== 'getUpdates' || (answer !== undefined && answer.status !== 200);
}
