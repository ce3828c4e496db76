// Taps on the buttons below failures and cards: who may, and what comes of it.
import { beforeEach, describe, expect, it } from 'vitest';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { ALERT_ACTION, JOB_ACTION, TAIL_ACTION } from '../../../src/message/notice.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import type { Posted } from '../../helpers/recording-outbox.ts';
import { BEN, CLEO, type CommandKit, createCommandKit, GROUP } from '../commands/command-kit.ts';

const STRANGER = 1009;
const KEY = jobKey('acme/web', 'j1');

let kit: CommandKit;
let position: string;
beforeEach(async () => {
  kit = await createCommandKit();
  kit.jobs.push(aJob({ id: 'j1', projectId: 'acme/web' }), aJob({ id: 'j2', projectId: 'lab' }));
  const data = {
    error: `${'x '.repeat(200)}\nthe cause`,
    token: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz',
  };
  const failed = anEvent({ type: 'job.failed', projectId: 'acme/web', jobId: 'j1', data });
  const result = await kit.journal.append({
    candidates: [candidate(failed)],
    deadLetters: [],
  });
  position = result.kind === 'appended' ? (result.positions[0] ?? '') : '';
});

/** A message of the bot with this button. */
function withButton(chatId: number, action: string): Posted {
  const buttons = [[{ label: 'x', action }]];
  return {
    address: { chatId },
    message: { body: { text: 'x', spans: [] }, silent: true, buttons },
  };
}

const tap = (person: number, action: string, chatId = person) =>
  kit.tap(person, withButton(chatId, action), action);

describe('the buttons of a failure', () => {
  it('post everything that it says as a file, without credentials', async () => {
    await tap(BEN, ALERT_ACTION.error(position));
    const { document, silent } = kit.outbox.posted.at(-1)?.message ?? {};
    expect(document?.text).toContain('the cause');
    expect(document?.text).not.toContain('ghp_0123456789');
    expect(silent).toBe(true);
  });

  it('note the first person who saw it', async () => {
    expect((await tap(BEN, ALERT_ACTION.seen(position))).alert).toBe(false);
    expect((await kit.alerts.get(position)).seen?.name).toBe('Ben Weber');
    expect((await tap(CLEO, ALERT_ACTION.seen(position))).text.text).toContain('Ben Weber');
    expect((await kit.alerts.get(position)).seen?.name).toBe('Ben Weber');
  });

  it('do nothing for somebody without a role', async () => {
    const { alert } = await tap(STRANGER, ALERT_ACTION.seen(position));
    expect([alert, await kit.alerts.get(position)]).toEqual([true, {}]);
  });

  it('do nothing in a group that does not get it, whoever taps', async () => {
    await kit.groupGets(['lab']);
    const { alert } = await tap(BEN, ALERT_ACTION.error(position), GROUP);
    expect([alert, kit.outbox.posted]).toEqual([true, []]);
    await kit.groupGets(['acme/web']);
    expect((await tap(BEN, ALERT_ACTION.error(position), GROUP)).alert).toBe(false);
  });

  it('do nothing with data that no message of the bot has', async () => {
    const forged = ALERT_ACTION.error(position);
    const { alert } = await kit.tap(BEN, withButton(BEN, 'j:log:other'), forged);
    expect([alert, kit.outbox.posted]).toEqual([true, []]);
  });

  it.each(['1-0', '999999999999999-9'])('say that the failure %s is gone', async (unknown) => {
    expect((await tap(BEN, ALERT_ACTION.seen(unknown))).alert).toBe(true);
  });

  it('do nothing to an event that is no failure', async () => {
    const plain = candidate(anEvent({ projectId: 'acme/web' }));
    const result = await kit.journal.append({ candidates: [plain], deadLetters: [] });
    const other = result.kind === 'appended' ? (result.positions[0] ?? '') : '';
    expect((await tap(BEN, ALERT_ACTION.error(other))).alert).toBe(true);
  });
});

describe('the buttons of a job', () => {
  it('open its log where it was tapped', async () => {
    expect((await tap(BEN, JOB_ACTION.log(KEY))).alert).toBe(false);
    const opened = { address: { chatId: BEN }, jobId: 'j1', title: 'Build the shop', by: BEN };
    expect(kit.tails).toMatchObject([opened]);
  });

  it('open nothing that the person may not see', async () => {
    const { alert } = await tap(BEN, JOB_ACTION.log(jobKey('lab', 'j2')));
    expect([alert, kit.tails]).toEqual([true, []]);
  });

  it('mute the job in this chat, and take that back', async () => {
    expect((await tap(BEN, JOB_ACTION.mute(KEY))).alert).toBe(false);
    expect(kit.chatBook.chats.get(BEN)?.mutedJobs).toEqual([KEY]);
    const before = kit.outbox.retried.length;
    await tap(BEN, JOB_ACTION.mute(KEY));
    expect(kit.chatBook.chats.get(BEN)).not.toHaveProperty('mutedJobs');
    // Its card shows what it missed.
    expect(kit.outbox.retried.slice(before)).toEqual([BEN]);
  });

  it('mute the job in the topic, and in no other', async () => {
    await kit.groupGets(['acme/web'], 7);
    const { alert } = await kit.tap(
      BEN,
      { ...withButton(GROUP, JOB_ACTION.mute(KEY)), address: { chatId: GROUP, topicId: 7 } },
      JOB_ACTION.mute(KEY),
    );
    expect([alert, kit.chatBook.chats.get(GROUP)?.topics]).toEqual([
      false,
      { 7: { mutedJobs: [KEY], mutedJobsUntil: {} } },
    ]);
    expect(kit.chatBook.chats.get(GROUP)).not.toHaveProperty('mutedJobs');
  });

  it('mute nothing in a group for a viewer, and say there who did for an approver', async () => {
    await kit.groupGets(['acme/web']);
    expect((await tap(CLEO, JOB_ACTION.mute(KEY), GROUP)).alert).toBe(true);
    expect(kit.chatBook.chats.get(GROUP)).not.toHaveProperty('mutedJobs');
    await tap(BEN, JOB_ACTION.mute(KEY), GROUP);
    expect(kit.chatBook.chats.get(GROUP)?.mutedJobs).toEqual([KEY]);
    const { message } = kit.outbox.posted.at(-1) ?? {};
    expect(message?.body.text).toMatch(/ is muted until it ends.*\n.*Ben Weber$/);
    expect(message?.buttons?.flat().map(({ action }) => action)).toEqual(['unmute-job:j1']);
    await tap(BEN, 'unmute-job:j1', GROUP);
    expect(kit.chatBook.chats.get(GROUP)).not.toHaveProperty('mutedJobs');
  });

  it('mute again what was muted until a time that has come', async () => {
    await tap(BEN, JOB_ACTION.mute(KEY));
    await kit.chatBook.update(BEN, (chat) => ({
      ...(chat as NonNullable<typeof chat>),
      mutedJobsUntil: { [KEY]: new Date(kit.time.now - 1).toISOString() },
    }));
    await tap(BEN, JOB_ACTION.mute(KEY));
    expect(kit.chatBook.chats.get(BEN)?.mutedJobs).toEqual([KEY]);
    expect(kit.chatBook.chats.get(BEN)).not.toHaveProperty('mutedJobsUntil');
  });
});

describe('the buttons of a live log', () => {
  const paused = () => kit.tails.map((tail) => tail.paused === true);

  it('pause it, go on and stop it', async () => {
    await tap(BEN, JOB_ACTION.log(KEY));
    expect((await tap(BEN, TAIL_ACTION.of('pause', KEY))).alert).toBe(false);
    expect(paused()).toEqual([true]);
    await tap(BEN, TAIL_ACTION.of('resume', KEY));
    expect(paused()).toEqual([false]);
    await tap(BEN, TAIL_ACTION.of('stop', KEY));
    expect(paused()).toEqual([]);
    expect((await tap(BEN, TAIL_ACTION.of('pause', KEY))).text.text).toBe(
      'No live log is running here.',
    );
  });

  it('shorten the times of its lines, and show them as they are again', async () => {
    await tap(BEN, JOB_ACTION.log(KEY));
    expect((await tap(BEN, TAIL_ACTION.of('short', KEY))).alert).toBe(false);
    expect(kit.tails).toMatchObject([{ times: 'short' }]);
    await tap(BEN, TAIL_ACTION.of('long', KEY));
    expect(kit.tails[0]).not.toHaveProperty('times');
  });

  it('are in a group for who opened it, and for whoever may decide there', async () => {
    await kit.groupGets(['acme/web']);
    await tap(BEN, JOB_ACTION.log(KEY), GROUP);
    for (const what of ['pause', 'short', 'stop'] as const) {
      const { alert, text } = await tap(CLEO, TAIL_ACTION.of(what, KEY), GROUP);
      expect([alert, text.text]).toEqual([true, expect.stringContaining('Others opened')]);
      expect((await tap(STRANGER, TAIL_ACTION.of(what, KEY), GROUP)).alert).toBe(true);
    }
    expect(paused()).toEqual([false]);
    await tap(BEN, TAIL_ACTION.of('pause', KEY), GROUP);
    expect(paused()).toEqual([true]);
  });

  it('do nothing where no message has them, nor in another chat', async () => {
    await tap(BEN, JOB_ACTION.log(KEY));
    const forged = TAIL_ACTION.of('stop', KEY);
    await kit.tap(BEN, withButton(BEN, 'tl:stop:other'), forged);
    await tap(BEN, forged, GROUP);
    expect(paused()).toEqual([false]);
  });
});
