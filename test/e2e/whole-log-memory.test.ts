// Sending a log as a file takes no more memory for a large one. A process of its own sends it to a real server and
// collects its garbage each time that it measures, so that only what it keeps counts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

const MB = 1_048_576;
const LINE = '2026-11-30T08:15:22.123Z \u001B[32mINFO\u001B[39m request of a customer took 12 ms\n';

const measured = z.object({
  kind: z.literal('sent'),
  sizeBytes: z.number(),
  times: z.number(),
  mostBytes: z.number(),
});

let server: Server;
let root: string;
let receivedBytes = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    receivedBytes = 0;
    request.on('data', (chunk: Buffer) => {
      receivedBytes += chunk.length;
    });
    request.on('end', () => {
      const result = { message_id: 1, date: 1, chat: { id: 7, type: 'private', first_name: 'x' } };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, result }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  root = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function send(sizeMb: number) {
  const folder = await mkdtemp(join(tmpdir(), 'jw-log-'));
  try {
    const lines = Math.floor((sizeMb * MB) / LINE.length);
    await writeFile(join(folder, 'j1.log'), LINE.repeat(lines));
    const program = new URL('./whole-log-process.ts', import.meta.url).pathname;
    const args = ['--expose-gc', '--import', 'tsx', program, folder, root];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    return measured.parse(JSON.parse(await text(child.stdout)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('a log of 49 MB takes hardly more memory to send than one of 1 MB', async () => {
  const small = await send(1);
  const large = await send(49);
  expect(receivedBytes).toBeGreaterThan(40 * MB);
  expect(large.sizeBytes).toBeGreaterThan(40 * small.sizeBytes);
  // The first, the last, and some between.
  expect(large.times).toBeGreaterThan(8);
  // Whoever keeps it needs all of it.
  expect(large.mostBytes - small.mostBytes).toBeLessThan(large.sizeBytes / 4);
});
