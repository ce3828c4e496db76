// Dead letters that are tried again at the command line, beside a jobwire that runs.
import { expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { jobwire } from '../../helpers/command-line.ts';
import { ADMIN_TOKEN, ANA, createWorld } from '../../helpers/world.ts';

const READABLE = JSON.stringify({
  event_id: 'e-1',
  event_type: 'job.started',
  job_id: 'j1',
  project_id: 'shop',
});

it('counts in the metrics of a jobwire that runs, and has what a chat did not take sent, once', async () => {
  const world = await createWorld();
  try {
    const { url } = await world.start();
    const telegram = world.simulator.world;
    telegram.say({ chatId: ANA, personId: ANA, text: '/start' });
    await telegram.waitFor(() =>
      telegram.messages(ANA).find(({ text }) => /I post here/.test(text)),
    );
    const said = { body: { text: 'late news', spans: [] }, silent: true };
    const fields = {
      source: 'outbox',
      raw: JSON.stringify({
        ...{ item: 'reply', address: { chatId: ANA }, name: `reply/${ANA}/late` },
        payload: JSON.stringify({ message: said }),
      }),
      stage: 'delivering',
      failed_at: '1772442000000',
    };
    const late = await world.client.xadd('jobwire:dlq', '*', ...Object.entries(fields).flat());
    const more = {
      source: 'televibe:stream:shop',
      raw: READABLE,
      stage: 'decoding',
      failed_at: '1772442000000',
    };
    const read = await world.client.xadd('jobwire:dlq', '*', ...Object.entries(more).flat());
    const { code, out, err } = await jobwire(world.settings, 'dlq', 'retry', '--all');
    expect({ code, err, out: out.split('\n') }).toEqual({
      err: '',
      code: 0,
      out: [
        `${late}  queued for chat ${ANA} again, which gets it once jobwire runs`,
        `${read}  journalled  e-1`,
        '',
      ],
    });
    await telegram.waitFor(() => telegram.messages(ANA).find(({ text }) => text === 'late news'));
    const metrics = async () => {
      const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
      return (await fetch(`${url}/metrics`, { headers })).text();
    };
    while (!/^jobwire_events_total\{/m.test(await metrics())) await systemClock.sleep(50);
    expect(await metrics()).toContain(
      'jobwire_events_total{event_type="job.started",project_id="shop"} 1',
    );
    expect(telegram.messages(ANA).filter(({ text }) => text === 'late news')).toHaveLength(1);
  } finally {
    await world.end();
  }
});
