// Approvals as people and systems meet them: policies, deadlines, gates, what a job makes of a decision.
import { appendFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { publish } from '../helpers/publish.ts';
import { expectRefused } from '../helpers/slow-taps.ts';
import { type ApprovalWorld, createApprovalWorld, NOBODY } from './approval-world.ts';

const POLICIES = `
  - { match: { project: quorum }, required: 2 }
  - { match: { project: reason }, reason_required: deny }
  - { match: { project: auto }, expires_after: 1s, on_timeout: approve }
  - { match: { project: slow }, expires_after: 40s, remind: ["4%"], escalate_to: [1009] }
  - { match: { project: lost }, expires_after: 4s, remind: ["40%"] }
  - { match: { project: late }, expires_after: 1h }
`;
const CROWD = -1_001_000_000_001;
const NO_SUCH_BUTTON = /I no longer have this request/;

let world: ApprovalWorld;
beforeAll(async () => {
  world = await createApprovalWorld(POLICIES, {
    ...{ quorum: [1001, 1002], self: [1003, 1004], reason: [1005], auto: [1006], slow: [1007] },
    ...{ lost: [1008], signs: [1010], strict: [1011, 1012], removed: [NOBODY], late: [1013] },
    ...{ talk: [1016], 'film-a': [1014], 'film-b': [1015], crowd: [CROWD] },
  });
  const members = Array.from({ length: 20 }, (_, at) => 1001 + at);
  world.telegram.addGroup({ id: CROWD, title: 'Crowd', members });
  await world.start(2);
});
afterAll(() => world.end());

const own = async (project: string) =>
  (await world.announced(project)).map(
    ({ event_type, data }) => `${event_type} ${data.approval_id}`,
  );

describe('a policy', () => {
  it('lets two people decide together, and shows who did', async () => {
    await world.ask({ id: 'q1', project: 'quorum' });
    const [one, two] = await Promise.all([world.asked(1001, 'q1'), world.asked(1002, 'q1')]);
    expect((await world.tap(one, 1001, 'approve')).text).toMatch(/1 of 2|Received/);
    expect((await world.tap(one, 1001, 'approve')).text).toMatch(/already: 1 of 2|Received/);
    expect(await own('quorum')).toEqual([]);
    await world.told(1002, /1 of 2[\s\S]*Person1001 ✓/);
    expect(await world.tap(two, 1002, 'approve')).toMatchObject({ showAlert: false });
    for (const chat of [1001, 1002]) await world.settled(chat, 'q1', /Approved/);
    const [event, ...more] = await world.announced('quorum');
    expect(more).toEqual([]);
    expect(event.data).toMatchObject({
      decided_by: { id: '1002', name: 'Person1002', via: 'telegram' },
      approvers: [
        { id: '1001', name: 'Person1001' },
        { id: '1002', name: 'Person1002' },
      ],
    });
    const audit = (await world.standing('q1')).audit.filter(({ what }) => what === 'vote');
    expect(audit.map(({ from }) => from)).toEqual(['chat 1001', 'chat 1002']);
  });

  it('lets nobody approve what they asked for, by tap, command or reply, under any id', async () => {
    await world.ask({ id: 's1', project: 'self', data: { requested_by: { id: '1003' } } });
    const asked = await world.asked(1003, 's1');
    await world.refused(asked, 1003, /yourself/);
    world.say(1003, '/approve s1');
    await world.told(1003, /yourself/);
    world.say(1001, '/grant 1003 admin as u-77');
    await world.told(1001, /u-77/);
    await world.ask({ id: 's2', project: 'self', data: { requested_by: { id: 'u-77' } } });
    await world.refused(await world.asked(1003, 's2'), 1003, /yourself/);
    expect(await own('self')).toEqual([]);
    expect((await world.tap(await world.asked(1004, 's2'), 1004, 'approve')).showAlert).toBe(false);
    await world.settled(1004, 's2', /Approved/);
    expect((await world.tap(asked, 1003, 'deny')).showAlert).toBe(false);
    await world.settled(1003, 's1', /Denied/);
    expect(await own('self')).toEqual(['job.approved s2', 'job.denied s1']);
    const { audit } = await world.standing('s1');
    const refused = audit.filter(({ what }) => what === 'refused');
    expect(refused.map(({ why, from }) => `${why} ${from}`)).toEqual([
      ...['self chat 1003', 'self chat 1003'],
    ]);
  });

  it('takes no denial without the reason that it wants', async () => {
    await world.ask({ id: 'r1', project: 'reason' });
    const asked = await world.asked(1005, 'r1');
    world.say(1005, '/deny r1');
    await world.told(1005, /why do you deny this\? do r1/);
    await world.tap(asked, 1005, 'deny');
    const question = await world.telegram.waitFor(
      () => world.telegram.messages(1005).filter(({ forceReply }) => forceReply)[1],
    );
    expect((await world.standing('r1')).status).toBe('pending');
    world.say(1005, 'not before the freeze ends', question.messageId);
    await world.settled(1005, 'r1', /Denied[\s\S]*not before the freeze ends/);
    const [event] = await world.announced('reason');
    expect(event.data).toMatchObject({ decision: 'denied', reason: 'not before the freeze ends' });
  });

  it('is not got around by talk: a reply decides nothing, and a comment reaches the job', async () => {
    await world.ask({ id: 'talk1', project: 'talk' });
    const asked = await world.asked(1016, 'talk1');
    await world.recorded(1016, 'talk1');
    world.say(1016, 'yes, go ahead 👍', asked.messageId);
    const question = await world.told(1016, /decides nothing yet/);
    expect((await world.standing('talk1')).audit.map(({ what }) => what)).toEqual(['asked']);
    const [, comment] = question.keyboard.flat();
    const tap = { chatId: 1016, messageId: question.messageId, personId: 1016 };
    await world.telegram.tap({ ...tap, data: comment?.callback_data ?? '' });
    expect((await world.told(1016, /Saved as a comment/)).keyboard).toEqual([]);
    const [event, ...more] = await world.announced('talk');
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      event_type: 'job.approval_comment',
      data: { approval_id: 'talk1', comment: 'yes, go ahead 👍', by: { id: '1016' } },
    });
    expect((await world.standing('talk1')).status).toBe('pending');
    world.say(1016, 'not today', asked.messageId);
    const second = await world.telegram.waitFor(
      () => world.telegram.messages(1016).filter(({ text }) => /decides nothing yet/.test(text))[0],
    );
    const again = { ...tap, messageId: second.messageId };
    await world.telegram.tap({ ...again, data: second.keyboard[0]?.[0]?.callback_data ?? '' });
    await world.settled(1016, 'talk1', /Denied[\s\S]*not today/);
  });

  it('approves by silence where it says so, and says that nobody did', async () => {
    await world.ask({ id: 't1', project: 'auto' });
    await world.settled(1006, 't1', /Approved automatically/);
    const [event] = await world.announced('auto');
    const by = { id: 'timeout', name: 'timeout', via: 'timeout' };
    expect(event).toMatchObject({ event_type: 'job.approved', data: { decided_by: by } });
    expect(event.data.approvers).toEqual([]);
  });

  it('reminds with a sound, in answer to the request, and asks further chats', async () => {
    await world.ask({ id: 'w1', project: 'slow' });
    const asked = await world.asked(1007, 'w1');
    const reminder = await world.told(1007, /^🔔 /);
    expect(reminder).toMatchObject({ silent: false, replyTo: asked.messageId });
    const further = await world.asked(1009, 'w1');
    expect((await world.tap(further, 1009, 'approve')).showAlert).toBe(false);
    for (const chat of [1007, 1009]) await world.settled(chat, 'w1', /Approved by Person1009/);
    expect(reminder.keyboard).toEqual(asked.keyboard);
    const now = () => world.telegram.message(1007, reminder.messageId);
    await world.telegram.waitFor(() => now()?.keyboard.length === 0);
    expect(now()?.text).toMatch(/^✅ Approved by Person1009/);
    const { audit } = await world.standing('w1');
    expect(audit.map(({ what }) => what).slice(0, 5)).toEqual([
      ...['asked', 'reminded', 'escalated', 'vote', 'approved'],
    ]);
  });
});

describe('time', () => {
  it('is kept when every timer of the queue is lost', async () => {
    await world.ask({ id: 'l1', project: 'lost' });
    await world.asked(1008, 'l1');
    const keys = await world.client.keys('jobwire:wake:*');
    expect(keys.length).toBeGreaterThan(0);
    await world.client.del(...keys, ...(await world.client.keys('jobwire:upkeep:*')));
    await world.told(1008, /^🔔 /);
    await world.client.del(...(await world.client.keys('jobwire:wake:*')), 'none');
    await world.settled(1008, 'l1', /Expired/);
    expect(await own('lost')).toEqual(['job.approval_expired l1']);
  });

  it('is up for whoever taps too late, by the clock of Redis', async () => {
    await world.ask({ id: 'x1', project: 'late' });
    const asked = await world.asked(1013, 'x1');
    await world.endTime('x1');
    await world.refused(asked, 1013, /time ran out/);
    await world.settled(1013, 'x1', /Expired/);
    expect(await own('late')).toEqual(['job.approval_expired x1']);
  });
});

describe('a gate of a job in stages', () => {
  const write = async (job: string, event: Record<string, unknown>) => {
    await mkdir(join(world.runsDir, job), { recursive: true });
    const line = JSON.stringify({ ts: new Date().toISOString(), ...event });
    await appendFile(join(world.runsDir, job, 'events.jsonl'), `${line}\n`);
  };

  it('is opened by a tap: the engine finds the decision in its file, the bus hears it', async () => {
    const payload = { approval_id: 'g1', action: 'do g1', scope: 'gate' };
    const paused = { type: 'gate_pause', stage: 'storyboard', message: 'Look at it' };
    await write('film-a1', { ...paused, payload });
    const asked = await world.asked(1014, 'g1');
    expect(asked.text).toMatch(/storyboard[\s\S]*Look at it|Look at it[\s\S]*storyboard/);
    await world.tap(asked, 1014, 'approve');
    await world.settled(1014, 'g1', /Approved by Person1014/);
    const decision = await vi.waitFor(() => world.gateFile('film-a1', 'storyboard'), 60_000);
    expect(decision).toEqual({
      stage: 'storyboard',
      decision: 'approved',
      approval_id: 'g1',
      by: { id: '1014', name: 'Person1014', via: 'telegram' },
      decided_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await readdir(join(world.runsDir, 'film-a1', 'gates'))).toEqual(['storyboard.json']);
    const [event] = await world.announced('default');
    expect(event).toMatchObject({ event_type: 'job.approved', job_id: 'film-a1' });
    await write('film-a1', { type: 'stage_started', stage: 'animatic', message: '' });
    await world.settled(1014, 'g1', /Picked up/);
  });

  it('that the engine opened itself is shown as automatic, and left to the engine', async () => {
    const payload = { approval_id: 'g2', action: 'do g2', timeout_seconds: 600 };
    await write('film-b1', { type: 'gate_pause', stage: 'mix', message: 'Listen', payload });
    await world.asked(1015, 'g2');
    await write('film-b1', { type: 'gate_auto_approved', stage: 'mix', message: 'time ran out' });
    await world.settled(1015, 'g2', /Approved automatically/);
    expect((await world.standing('g2')).outcome?.by?.via).toBe('timeout');
    expect(await readdir(join(world.runsDir, 'film-b1'))).toEqual(['events.jsonl']);
  });
});

describe('a decision', () => {
  it('that no job picks up is said again on its channel, and picked up late all the same', async () => {
    await world.ask({ id: 'p1', project: 'signs' });
    await world.tap(await world.asked(1010, 'p1'), 1010, 'approve');
    await world.settled(1010, 'p1', /Waiting for the job/);
    const listener = world.redis.client();
    await listener.subscribe('televibe:events:job.approved');
    const again = new Promise<string>((resolve) => {
      listener.on('message', (_channel, text) => resolve(text));
    });
    await world.endMinute('p1');
    const [event, ...more] = await world.announced('signs');
    expect(more).toEqual([]);
    expect(event.data).not.toHaveProperty('repeated');
    const repeated = { ...event, data: { ...event.data, repeated: true } };
    expect(JSON.parse(await again)).toEqual(repeated);
    await world.settled(1010, 'p1', /No reaction from the job/);
    expect(await own('signs')).toEqual(['job.approved p1']);
    const progress = { type: 'tool_use', tool: 'Edit', file: 'a.ts', action: 'edit' };
    const job = { project_id: 'signs', job_id: 'job-of-p1' };
    await publish(world.client, { event_type: 'job.progress', ...job, data: progress });
    await world.settled(1010, 'p1', /Picked up/);
    const { audit } = await world.standing('p1');
    expect(audit.map(({ what }) => what)).toEqual([
      ...['asked', 'vote', 'approved', 'unheard', 'picked_up'],
    ]);
  });

  it('is not made by a button of another chat, another request, or a forged one', async () => {
    await world.ask({ id: 'b1', project: 'strict' });
    const [here, there] = [await world.asked(1011, 'b1'), await world.asked(1012, 'b1')];
    await world.ask({ id: 'b2', project: 'strict' });
    const other = await world.asked(1011, 'b2');
    const data = here.keyboard[0]?.[0]?.callback_data ?? '';
    const tap = { chatId: 1012, messageId: there.messageId, personId: 1012 };
    await expectRefused(world.telegram, { ...tap, data }, NO_SUCH_BUTTON);
    const forged = `${data.slice(0, -2)}xx`;
    const mine = { chatId: 1011, messageId: here.messageId, personId: 1011 };
    await expectRefused(world.telegram, { ...mine, data: forged }, NO_SUCH_BUTTON);
    const ofOther = other.keyboard[0]?.[1]?.callback_data ?? '';
    await world.telegram.tap({ ...mine, data: ofOther });
    const standing = await world.standing('b1');
    expect(standing.status).toBe('pending');
    expect(standing.audit.map(({ what }) => what)).toEqual(['asked']);
  });

  it('is not made by somebody whose role was taken away', async () => {
    world.say(1001, `/grant ${NOBODY} approver`);
    await world.told(1001, new RegExp(`${NOBODY}`));
    await world.ask({ id: 'v1', project: 'removed' });
    const asked = await world.asked(NOBODY, 'v1');
    world.say(1001, `/revoke ${NOBODY}`);
    await world.told(1001, new RegExp(`${NOBODY} now has: no role`));
    await world.refused(asked, NOBODY, /no role/);
    const { status, audit } = await world.standing('v1');
    expect(status).toBe('pending');
    expect(audit.at(-1)).toMatchObject({ what: 'refused', why: 'role', id: `${NOBODY}` });
  });

  it('is made once by a thousand at once, on two replicas, and everybody is answered', async () => {
    await world.ask({ id: 'c1', project: 'crowd' });
    const asked = await world.asked(CROWD, 'c1');
    const verdict = (at: number) => (at % 2 === 0 ? 'approve' : 'deny');
    const calls = Array.from({ length: 960 }, (_, at) =>
      world.decideOver(at % 2, 'c1', verdict(at >> 1)),
    );
    const taps = Array.from({ length: 40 }, (_, at) => {
      return world.tap(asked, 1001 + (at % 20), verdict(at));
    });
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    const answers = await Promise.all(taps);
    const { outcome, status } = await world.standing('c1');
    const byCall = outcome?.by?.via === 'web' ? 1 : 0;
    expect(statuses.filter((code) => code === 200)).toHaveLength(byCall);
    expect(statuses.filter((code) => code === 409)).toHaveLength(960 - byCall);
    expect(answers.every(({ text }) => text !== '')).toBe(true);
    expect(answers.filter(({ text }) => /^(✅|❌)/.test(text)).length).toBeLessThan(2);
    expect(await own('crowd')).toEqual([`job.${status} c1`]);
    await world.settled(CROWD, 'c1', /Approved|Denied/);
  });
});
