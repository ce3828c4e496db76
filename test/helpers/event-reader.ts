// Reads the live stream of events from whichever replica is there, and goes on where it was when that
// one is gone.
import { createParser } from 'eventsource-parser';
import { systemClock } from '../../src/runtime/clock.ts';
import { ADMIN_TOKEN } from './world.ts';

export interface EventReader {
  /** The data of every event it was told, in order. */
  readonly told: readonly string[];
  /** How often it had to begin anew. */
  readonly connections: number;
  /** Whether the stream said that something is lost. */
  readonly gaps: number;
  stop(): Promise<void>;
}

const HEADERS = { authorization: `Bearer ${ADMIN_TOKEN}` };
const RETRY_MS = 50;

/** Resolves when it is connected. `urls` are those of the replicas that live now. */
export async function startEventReader(urls: () => readonly string[]): Promise<EventReader> {
  const told: string[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  let [connections, gaps, lastId] = [0, 0, ''];
  let opened = () => {};
  const open = new Promise<void>((resolve) => {
    opened = resolve;
  });

  async function read(url: string): Promise<void> {
    const resume = lastId === '' ? {} : { 'last-event-id': lastId };
    const response = await fetch(`${url}/events`, { headers: { ...HEADERS, ...resume }, signal });
    if (!response.ok || response.body === null) throw new Error(`${response.status}`);
    connections += 1;
    opened();
    const parser = createParser({
      onEvent({ id, event, data }) {
        if (id !== undefined) lastId = id;
        if (event === 'gap') gaps += 1;
        else if (id !== undefined && data !== '') told.push(data);
      },
    });
    const text = response.body.pipeThrough(new TextDecoderStream());
    for await (const chunk of text) parser.feed(chunk);
  }

  async function run(): Promise<void> {
    for (let turn = 0; !signal.aborted; turn += 1) {
      const all = urls();
      const url = all[turn % all.length];
      if (url !== undefined) await read(url).catch(() => {});
      await systemClock.sleep(RETRY_MS, signal);
    }
  }

  const running = run();
  await open;
  return {
    told,
    get connections() {
      return connections;
    },
    get gaps() {
      return gaps;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
