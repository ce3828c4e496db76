// Approvals by the command line, beside a jobwire that runs: shown, decided, refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobwireHere } from '../../helpers/command-line.ts';
import { ADMIN_TOKEN } from '../../helpers/world.ts';
import { type ApprovalWorld, createApprovalWorld } from '../approval-world.ts';

const POLICIES = `
  - { match: { project: quorum }, required: 2 }
  - { match: { project: reason }, reason_required: deny }
  - { match: { project: named }, approvers: { users: [1001] } }
`;

const CHATS = {
  ...{ plain: [1001], quorum: [1002], reason: [1003], named: [1004], self: [1005], down: [1006] },
};

let world: ApprovalWorld;
const cli = (...args: string[]) => jobwireHere(world.settings, ...args);

beforeAll(async () => {
  world = await createApprovalWorld(POLICIES, CHATS);
  await world.start();
  // Whom the bot has met has a name.
  for (const id of [1001, 1002, 1003]) {
    world.say(id, '/start');
    await world.told(id, /I post here/);
    world.say(id, '/level approvals');
    await world.told(id, /now post here/);
  }
});
afterAll(() => world.end());

/** Opens a request and waits until its chat shows it. */
async function open(id: string, project: keyof typeof CHATS, data = {}) {
  await world.ask({ id, project, data });
  return world.asked(CHATS[project][0] ?? 0, id);
}

const types = async (project: string) =>
  (await world.announced(project)).map(
    ({ event_type, data }) => `${event_type} ${data.approval_id}`,
  );

describe('approvals', () => {
  beforeAll(async () => {
    await open('list-1', 'plain');
    await open('list-2', 'plain', { timeout_seconds: 3_600 });
    await cli('deny', 'list-1', '--reason', 'not today', '--as', '1001');
  });

  it('lists what is open, and what has a status', async () => {
    const pending = await cli('approvals', '--project', 'plain');
    expect(pending).toMatchObject({ code: 0, err: '' });
    expect(pending.out).toMatch(
      /^list-2 {2}pending {2}\S+Z {2}plain\/-\/job-of-list-2 {2}do list-2 {2}until \S+Z\n$/,
    );
    const elsewhere = { ...world.settings, JOBWIRE_URL: 'http://127.0.0.1:1' };
    expect(await jobwireHere(elsewhere, 'approvals', '--project', 'plain')).toEqual({
      ...pending,
      err: 'Works on the Redis of REDIS_URL, not on JOBWIRE_URL: that is for ask, run and tail.\n',
    });
    const denied = await cli('approvals', '--status', 'denied');
    expect(denied.out).toMatch(/^list-1 {2}denied {2}.* {2}by Person1001 \(1001\) via cli\n$/);
    const none = await cli('approvals', '--status', 'expired');
    expect(none).toMatchObject({ code: 0, out: '', err: 'No stored request is expired.\n' });
  });

  it('says when there is more', async () => {
    await open('list-3', 'plain');
    const { out, err } = await cli('approvals', '--project', 'plain', '--limit', '1');
    expect(out).toMatch(/^list-2 .*\n$/);
    expect(err).toBe('1 of 2; --limit shows more.\n');
  });

  it('is the same JSON as on the HTTP API, but for what its caller may do', async () => {
    const web = async (path: string) => {
      const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
      const url = `${world.programs[0]?.url}/api/v1/approvals${path}`;
      const text = await (await fetch(url, { headers })).text();
      return JSON.parse(text, (name, value) => (name === 'you' ? undefined : value));
    };
    const list = JSON.parse((await cli('approvals', '--project', 'plain', '--json')).out);
    expect(list).toEqual(await web('?project_id=plain&status=pending'));
    expect(list.approvals.length).toBeGreaterThan(0);
    const one = JSON.parse((await cli('approvals', 'list-1', '--json')).out);
    expect(one).toEqual(await web('/list-1'));
  });

  it('shows all of one, by the beginning of its id', async () => {
    const { code, out } = await cli('approvals', 'list-1');
    expect(code).toBe(0);
    expect(out).toMatch(/^list-1 {2}denied\n/);
    expect(out).toMatch(/\noutcome +denied by Person1001 \(1001\) via cli at \S+Z: not today\n/);
    expect(out).toMatch(/\ntrail +\S+Z {2}asked\n/);
    expect(out).toMatch(/vote {2}by Person1001 \(1001\) via cli.*from terminal \S+@/);
    const several = await cli('approvals', 'list-');
    expect(several).toMatchObject({ code: 64, out: '' });
    expect(several.err).toMatch(/begins with "list-": list-2, list-3/);
  });
});

describe('a decision', () => {
  it('counts everywhere: in the chat, on the bus, in the trail', async () => {
    await open('yes-1', 'plain');
    const { code, out, err } = await cli('approve', 'yes', '--as', '1001');
    expect({ code, out, err }).toEqual({ code: 0, out: 'yes-1  approved  do yes-1\n', err: '' });
    const copy = await world.settled(1001, 'yes-1', /Approved by Person1001/);
    expect(copy.text).toContain('on the command line');
    expect(await types('plain')).toContain('job.approved yes-1');
    expect((await world.standing('yes-1')).outcome?.by).toEqual({
      ...{ id: '1001', name: 'Person1001', via: 'cli' },
    });
  });

  it('goes by the account where nobody is named', async () => {
    await open('account-1', 'plain');
    expect((await cli('deny', 'account-1')).code).toBe(0);
    const { outcome } = await world.standing('account-1');
    expect(outcome?.by).toMatchObject({ id: expect.stringMatching(/./), via: 'cli' });
    expect(outcome?.by?.name).toBe(outcome?.by?.id);
  });

  it('is one vote of a person, with the tap of theirs, until somebody else agrees', async () => {
    const asked = await open('two-1', 'quorum');
    await world.tap(asked, 1002, 'approve');
    const own = await cli('approve', 'two-1', '--as', '1002');
    expect(own).toMatchObject({ code: 0, out: expect.stringContaining('before: 1 of 2') });
    expect(await types('quorum')).toEqual([]);
    const other = await cli('approve', 'two-1', '--as', '1003');
    expect(other).toMatchObject({ code: 0, out: 'two-1  approved  do two-1\n' });
    await world.settled(1002, 'two-1', /Approved by Person1002 and Person1003/);
    expect(await types('quorum')).toEqual(['job.approved two-1']);
  });

  it('ends with 1 when it comes too late, and says what stands', async () => {
    await world.tap(await open('late-1', 'plain'), 1001, 'deny');
    const { code, out, err } = await cli('approve', 'late-1');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /late-1 was denied by Person1001 \(1001\) via telegram at \S+Z; that stands/,
    );
    expect(await types('plain')).not.toContain('job.approved late-1');
  });

  it('is no way around the ban on approving what one asked for', async () => {
    const asked = await open('self-1', 'self', { requested_by: { id: 'u-31' } });
    world.say(1005, '/grant 1005 admin as u-31');
    await world.told(1005, /u-31/);
    for (const id of ['u-31', '1005']) {
      const { code, out, err } = await cli('approve', 'self-1', '--as', id);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/requested self-1.*nothing was changed/);
    }
    const { status, audit } = await world.standing('self-1');
    expect(status).toBe('pending');
    expect(audit.map(({ what, why, id }) => `${what} ${why} ${id}`).slice(1)).toEqual([
      ...['refused self 1005', 'refused self 1005'],
    ]);
    await world.refused(asked, 1005, /yourself/);
  });

  it('is for those whom a policy names', async () => {
    await open('named-1', 'named');
    const { code, err } = await cli('approve', 'named-1', '--as', '1002');
    expect(code).toBe(1);
    expect(err).toMatch(/"Person1002" may not decide named-1.*users 1001/);
    expect((await cli('approve', 'named-1', '--as', '1001')).code).toBe(0);
  });

  it('ends with 64 when it lacks the reason that is needed, and says how to give one', async () => {
    await open('why-1', 'reason');
    const { code, out, err } = await cli('deny', 'why-1');
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err).toMatch(
      /needs a reason.*expected: jobwire deny ID.*for example: jobwire deny .*--reason/s,
    );
    expect((await world.standing('why-1')).status).toBe('pending');
    expect((await cli('deny', 'why-1', '--reason', 'code freeze')).code).toBe(0);
    await world.settled(1003, 'why-1', /Denied[\s\S]*code freeze/);
  });

  it('ends with 1 when nobody asked for that', async () => {
    const { code, out, err } = await cli('approve', 'nothing-like-it');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('no approval "nothing-like-it"');
  });

  it('counts while jobwire is down, and shows in the chat when it is back', async () => {
    await open('down-1', 'down');
    await world.programs[0]?.stop();
    expect((await cli('approve', 'down-1', '--as', '1006')).code).toBe(0);
    await world.start();
    await world.settled(1006, 'down-1', /Approved by 1006/);
    expect(await types('down')).toEqual(['job.approved down-1']);
  });
});
