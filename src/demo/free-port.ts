// A port that nobody uses, for addresses that have to be known before somebody listens there.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Somebody else may take it before whoever asked does. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
