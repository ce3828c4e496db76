#!/usr/bin/env node
// A producer over HTTP, with Node and nothing else: tells of a job, writes its log, asks, and acts on the decision.
//
//   JOBWIRE_URL=http://127.0.0.1:8080 JOBWIRE_TOKEN=jw_… node producer.mjs shop
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const { JOBWIRE_URL, JOBWIRE_TOKEN } = process.env;
const project = process.argv[2] ?? 'shop';
const job = `nightly-${randomUUID().slice(0, 8)}`;

/** Tries again while jobwire is away: ids make that harmless. */
async function call(method, path, body) {
  for (let pauseMs = 500; ; pauseMs = Math.min(2 * pauseMs, 15_000)) {
    const response = await fetch(`${JOBWIRE_URL}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${JOBWIRE_TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error) => console.error(`jobwire is away: ${error.cause?.code ?? error.message}`));
    if (response?.ok) return response.json();
    if (response !== undefined && response.status < 500 && response.status !== 429) {
      throw new Error(`${method} ${path}: ${await response.text()}`);
    }
    await sleep(pauseMs);
  }
}

const publish = (type, data) =>
  call('POST', '/events', {
    event_id: randomUUID(),
    event_type: type,
    timestamp: new Date().toISOString(),
    source: { component: 'producer.mjs' },
    project_id: project,
    job_id: job,
    data,
  });

await publish('job.started', { instruction: 'Move the orders', heartbeat_seconds: 600 });
await publish('job.progress', { progress: 0.5, last_action: 'dry run' });

let approval = await call('POST', '/approvals', {
  approval_id: `${job}-move`,
  project_id: project,
  job_id: job,
  scope: 'data',
  action: 'move 1204 orders to the archive',
  reason: 'the dry run found no conflict',
  context: { orders: 1204 },
  timeout_seconds: 3600,
});
await call('POST', `/jobs/${job}/logs`, { lines: ['1204 orders to move', 'waiting for a yes'] });
while (approval.status === 'pending') {
  approval = await call('GET', `/approvals/${encodeURIComponent(approval.key)}?wait=30s`);
}
console.log(approval.status, approval.outcome?.reason ?? '');

if (approval.status === 'approved') {
  await publish('job.completed', { success: true, summary: '1204 orders moved' });
} else {
  await publish('job.canceled', { reason: `the move was ${approval.status}` });
}
await call('POST', `/jobs/${job}/logs`, { lines: [], ended: true });
process.exitCode = approval.status === 'approved' ? 0 : 1;
