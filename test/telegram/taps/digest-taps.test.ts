import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Subscription } from '../../../src/audience/chat-book.ts';
import { writeRange } from '../../../src/batch/window-range.ts';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { START } from '../../../src/journal/journal.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { ANA, BEN, GROUP, type Started, type Stores, startGroup, TOPIC } from '../edge.ts';

const WEB: Subscription = { kind: 'project', id: 'acme/web', topicId: TOPIC, by: ANA };

let started: Started;
let simulator: Simulator;
let stores: Stores;

beforeEach(async () => {
  started = await startGroup({ subscriptions: [WEB] });
  ({ simulator, stores } = started);
});

afterEach(() => started.stop());

const step = (file: string, fields: Partial<CanonicalEvent> = {}) =>
  anEvent({ projectId: 'acme/web', data: { tool: 'Edit', file }, ...fields });

/** Journals the events; answers the positions of all that there are. */
async function journal(events: readonly CanonicalEvent[]): Promise<string[]> {
  const candidates = events.map((event) => candidate(event));
  await stores.journal.journal.append({ candidates, deadLetters: [] });
  return (await stores.journal.journal.read(START, 100_000)).map(({ position }) => position);
}

/** A digest with its button; answers its message id. */
async function digest(action: string): Promise<number> {
  const outcome = await started.edge.channel.send(
    { chatId: GROUP, topicId: TOPIC },
    {
      body: { text: 'a digest', spans: [] },
      silent: true,
      buttons: [[{ label: 'Show all', action }]],
    },
  );
  if (outcome.kind !== 'sent') throw new Error(`not sent: ${outcome.kind}`);
  return outcome.messageId;
}

const tap = (messageId: number, data: string, personId = BEN) =>
  simulator.world.tap({ chatId: GROUP, messageId, personId, data });
const posted = (messageId: number) =>
  simulator.world.messages(GROUP).filter((one) => one.replyTo === messageId);

async function rangeOf(events: readonly CanonicalEvent[]): Promise<string> {
  const positions = await journal(events);
  const mine = positions.slice(-events.length);
  return writeRange({ from: mine[0] ?? '', to: mine.at(-1) ?? '', topicId: TOPIC });
}

describe('a tap on Show all', () => {
  it('posts every event of the digest below it, in order', async () => {
    await journal([step('before')]);
    const action = await rangeOf([step('one'), step('two'), step('three')]);
    await journal([step('after')]);
    const shown = await digest(action);
    expect((await tap(shown, action)).text).toBe('All of it is below');
    const [message, ...others] = posted(shown);
    expect(others).toEqual([]);
    expect(message?.text.split('\n').map((line) => line.split(': ').at(-1))).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  it('posts only what this chat gets: no other project, nothing internal, no request', async () => {
    const action = await rangeOf([
      step('one'),
      step('of another project', { projectId: 'lab' }),
      step('secret', { visibility: 'internal' }),
      step('asked', { type: 'job.approval_needed', data: { action: 'asked' } }),
      step('for somebody', { recipients: [ANA] }),
      step('two'),
    ]);
    const shown = await digest(action);
    await tap(shown, action);
    const text = posted(shown)[0]?.text ?? '';
    expect(text.split('\n').map((line) => line.split(': ').at(-1))).toEqual(['one', 'two']);
  });

  it('posts nothing once the chat no longer gets it, or the journal no longer has it', async () => {
    const action = await rangeOf([step('one'), step('two')]);
    const shown = await digest(action);
    await stores.chatBook.update(GROUP, (chat) => {
      if (chat === undefined) throw new Error('the group is not known');
      return { ...chat, subscriptions: [] };
    });
    const gone = { text: 'I no longer have these events.', showAlert: true };
    expect(await tap(shown, action)).toMatchObject(gone);
    const old = writeRange({ from: '5-0', to: '6-0', topicId: TOPIC });
    expect(await tap(await digest(old), old)).toMatchObject(gone);
    expect(posted(shown)).toEqual([]);
  });

  it('posts nothing for a message that has no such button', async () => {
    const action = await rangeOf([step('one')]);
    const shown = await digest('level:all');
    expect((await tap(shown, action)).showAlert).toBe(true);
    expect(posted(shown)).toEqual([]);
  });

  it('posts many as a file', async () => {
    const many = Array.from({ length: 600 }, (_, n) => step(`src/${n}.ts`, { jobId: `j${n}` }));
    const action = await rangeOf(many);
    const shown = await digest(action);
    await tap(shown, action);
    const [message] = posted(shown);
    expect(message?.text).toBe('📎 All 600 events of this digest; times are in UTC');
    expect(message?.document?.name).toBe('events-2026-03-02-09-00-00Z.txt');
  });
});
