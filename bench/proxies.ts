// How much later does an event arrive behind nginx, HAProxy and Caddy, set up as docs/operations/ says, than without
// them? One after another, each when the former has arrived; the ratio is that of the medians.
//   npx tsx bench/proxies.ts [events]
import { createAdminTokenAuth } from '../src/http/access/auth.ts';
import { startHttpApi } from '../test/http/http-api.ts';
import { PROXIES, startProxyServer } from '../test/http/proxies/proxies.ts';
import { readStream } from '../test/http/sse/read-stream.ts';
import { latencyLine, median } from './figures.ts';

const EVENTS = Number(process.argv[2]) || 300;
const WARM_UP = Math.min(50, EVENTS);

const api = await startHttpApi({
  publicUrl: 'http://127.0.0.1',
  authenticate: createAdminTokenAuth('bench'),
  renew: async (callers) => [...callers],
});

async function latencies(url: string): Promise<number[]> {
  const stream = await readStream(`${url}/events`, { authorization: 'Bearer bench' }, true);
  const tookMs: number[] = [];
  for (let count = 0; count < WARM_UP + EVENTS; count += 1) {
    const from = performance.now();
    const arrived = stream.until(({ events }) => events.length > count);
    await api.publish({});
    await arrived;
    if (count >= WARM_UP) tookMs.push(performance.now() - from);
  }
  stream.close();
  return tookMs;
}

// Once unmeasured, so that everything is compiled.
await latencies(api.url);
const direct = await latencies(api.url);
console.log(latencyLine('direct', direct));
const ratios: string[] = [];
for (const name of PROXIES) {
  const proxy = await startProxyServer(name, { port: api.server.port });
  const behind = await latencies(proxy.url);
  await proxy.stop();
  console.log(latencyLine(name, behind));
  ratios.push(`${name} ${(median(behind) / median(direct)).toFixed(1)}`);
}
await api.stop();
console.log(`ratio: ${ratios.join(', ')}`);
