// Everything that may wait for a group when it becomes a supergroup, whatever the moment: it comes there, once. What
// only changes a message of the old group is lost, because nobody can change that, unless nobody has seen it yet.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { AWAY, beginCard, changeJob } from '../outbox/delivery-kit.ts';
import { createMovingGroup, type MovingGroup, NEW, OLD } from './moving-group.ts';
import { type Row, WAITING } from './waiting-rows.ts';

let kit: RedisKit;
let group: MovingGroup;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  group = await createMovingGroup(kit);
});

const job = (fields = {}) => aJob({ id: 'j1', ...fields });
const said = (expected: readonly (string | RegExp)[]) =>
  expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one)));

/** It is there once, and a second sign of the same move adds nothing. */
async function expectSent(sent: Row['sent']): Promise<void> {
  group.delivery.calls.length = 0;
  await group.drain(NEW);
  expect(group.sentTo(NEW).sort()).toEqual(said(sent));
  const calls = group.delivery.calls.length;
  await group.delivery.moveChat(OLD, NEW);
  for (const chat of [OLD, NEW]) await group.drain(chat);
  expect(group.delivery.calls.slice(calls)).toEqual([]);
  expect(await group.leftOf(OLD)).toEqual([]);
}

describe.each(WAITING)('$what', ({ begin: start, sent }) => {
  const begin = () => start(group);

  it('comes in the new group when it waits', async () => {
    await begin();
    await group.delivery.moveChat(OLD, NEW);
    await expectSent(sent);
  });

  it('comes in the new group when Telegram says so in answer to it', async () => {
    await begin();
    group.delivery.said.answer = (call) =>
      call.includes(`${NEW}`) ? undefined : { kind: 'migrated', to: NEW };
    await group.drain(OLD);
    group.delivery.said.answer = () => undefined;
    await group.delivery.moveChat(OLD, NEW);
    await expectSent(sent);
  });

  it('comes in the new group when it was put aside', async () => {
    await begin();
    group.delivery.said.answer = () => AWAY;
    await group.visitOnce(OLD);
    group.delivery.said.answer = () => undefined;
    await group.delivery.moveChat(OLD, NEW);
    await expectSent(sent);
  });
});

describe('what is left alone in the old group', () => {
  beforeEach(() => group.mute());

  it.each([
    { what: 'failures', begin: () => group.fail('f1'), sent: /failed 1 \(f1\)/ },
    {
      what: 'news',
      begin: async () => group.delivery.commit(...(await group.delivery.append(3, 'S1', OLD))),
      sent: /others 3$/,
    },
    { what: 'nothing but a request', begin: () => group.ask('a1'), sent: /waiting \(a1\)/ },
  ])('comes in the summary of the new one: $what', async ({ begin, sent }) => {
    await begin();
    await group.drain(OLD);
    await group.delivery.moveChat(OLD, NEW);
    await group.drain(NEW);
    expect(group.sentTo(NEW).filter((call) => call.startsWith('summary'))).toEqual([]);
    await group.unmute();
    await group.drain(NEW);
    const summaries = group.sentTo(NEW).filter((call) => call.startsWith('summary'));
    expect(summaries).toEqual([expect.stringMatching(sent)]);
  });

  it('shows the card of a muted job once that is muted no longer', async () => {
    await group.unmute();
    await group.muteJob('j1');
    await beginCard(group.delivery, job(), OLD);
    await group.drain(OLD);
    await group.delivery.moveChat(OLD, NEW);
    await group.drain(NEW);
    expect(group.delivery.calls).toEqual([]);
    await group.muteJob();
    await group.drain(NEW);
    expect(group.sentTo(NEW)).toEqual(['card of j1: running']);
  });
});

describe('a request of which the old group knows the outcome', () => {
  it('is not sent again, then or later', async () => {
    await group.shown(async () => {
      await group.ask('a1');
      await group.drain(OLD);
      await group.deny('a1');
    });
    await group.delivery.moveChat(OLD, NEW);
    await group.delivery.approvals.repeat('a1');
    for (const chat of [OLD, NEW]) await group.drain(chat);
    expect(group.sentTo(NEW)).toEqual([]);
    expect(await group.leftOf(OLD)).toEqual([]);
  });
});

describe('a group that nobody could reach', () => {
  it.each([
    {
      what: 'outcomes of what it shows',
      async begin() {
        await group.shown(() => group.ask('a1'));
        await group.deny('a1');
      },
      sent: ['approval a1 denied'],
    },
    {
      what: 'cards that it shows',
      async begin() {
        await group.shown(() => beginCard(group.delivery, job(), OLD));
        await changeJob(group.delivery, job({ status: 'waiting' }));
      },
      sent: ['card of j1: waiting'],
    },
  ])('gets as a supergroup what it missed: $what', async ({ begin, sent }) => {
    await begin();
    await group.delivery.chatBook.deactivate(OLD, 'kicked');
    await group.drain(OLD);
    await group.delivery.moveChat(OLD, NEW);
    await expectSent(sent);
  });
});

it('leaves a request alone that waits for a standing approval', async () => {
  await group.ask('a1');
  await group.hold('a1');
  await group.delivery.moveChat(OLD, NEW);
  await group.drain(NEW);
  expect(group.sentTo(NEW)).toEqual([]);
  await group.delivery.approvals.release('a1');
  await group.drain(NEW);
  expect(group.sentTo(NEW)).toEqual(['approval a1 undefined']);
});
