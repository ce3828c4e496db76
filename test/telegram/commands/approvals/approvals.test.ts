import { beforeEach, describe, expect, it } from 'vitest';
import { PLAIN_TERMS } from '../../../helpers/plain-terms.ts';
import { aRequest } from '../../decisions/a-request.ts';
import { ANA, BEN, CLEO, type CommandKit, createCommandKit, GROUP, NOW } from '../command-kit.ts';

const SECRET = aRequest({ id: 'secret-1', projectId: 'acme/secret', action: 'drop table' });
const INTERNAL = aRequest({ id: 'internal-1', visibility: 'internal', action: 'rotate keys' });

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

const outcome = async (id: string) => (await kit.approvals.get(id))?.outcome;

describe('/approvals', () => {
  it('lists what waits for the person first', async () => {
    kit.approvals.open(aRequest({ id: 'a-mine', requestedBy: { id: '1002' } }));
    kit.approvals.open(
      aRequest({ id: 'b-other', requestedAt: '2026-03-02T11:45:00.000Z', action: 'deploy' }),
    );
    const text = await kit.told(BEN, '/approvals');
    expect(text).toMatch(/Wartet auf dich[\s\S]*b-other[\s\S]*Wartet auf andere[\s\S]*a-mine/);
    expect(await kit.told(CLEO, '/approvals')).not.toContain('Waiting for you');
  });

  it('counts nothing as waiting for a person who has voted, or whom the policy does not name', async () => {
    const terms = { ...PLAIN_TERMS, required: 2 };
    kit.approvals.open(aRequest({ id: 'a-voted', terms }));
    const approvers = { roles: ['admin'], users: [] } as const;
    kit.approvals.open(aRequest({ id: 'b-named', terms: { ...terms, approvers } }));
    kit.copies.seen('a-voted', BEN);
    await kit.told(BEN, '/approve a-voted');
    const { message } = await kit.ask(BEN, '/approvals');
    expect(message.body.text).toMatch(
      /^Wartet auf andere\n.*\n.*1 von 2.* · ID a-voted\n(?:.*\n)+?.* · ID b-named/,
    );
    expect(message.buttons).toBeUndefined();
    expect(await kit.told(ANA, '/approvals')).toMatch(
      /^Waiting for you\n1\. .*\n.* · id a-voted\n(?:.*\n)?2\. .*\n.* · id b-named/,
    );
  });

  it('says of each why, for which job, since when, and how much time is left; what ends first comes first', async () => {
    const at = (ms: number) => new Date(NOW + ms).toISOString();
    const requestedAt = at(-5 * 60_000);
    kit.approvals.open(aRequest({ id: 'later', requestedAt, expiresAt: at(3_600_000) }));
    const about = { title: 'Fix the checkout', reason: 'All 214 tests pass' };
    kit.approvals.open(
      aRequest({ id: 'sooner', requestedAt, expiresAt: at(29 * 60_000), ...about }),
    );
    kit.approvals.open(aRequest({ id: 'never', requestedAt }));
    const text = await kit.told(ANA, '/approvals');
    expect(text).toMatch(
      /1\. .* · Fix the checkout\n⏳ 29 min left \(.*\) · asked 5 min ago .*· id sooner\n“All 214 tests pass”\n2\. /,
    );
    expect(text).toMatch(/2\. [\s\S]*1 h left [\s\S]*id later[\s\S]*3\. [\s\S]*id never/);
  });

  it('names a gate by its stage', async () => {
    kit.approvals.open(aRequest({ stage: 'script', action: 'script', scope: 'gate' }));
    expect(await kit.told(ANA, '/approvals')).toContain(
      '1. Continue after stage script? · acme/web',
    );
  });

  it('shows neither other projects nor, in a group, internal requests', async () => {
    for (const request of [aRequest(), SECRET, INTERNAL]) kit.approvals.open(request);
    const forBen = await kit.told(BEN, '/approvals');
    expect(forBen).toContain('ap-1');
    expect(forBen).not.toMatch(/secret-1|internal-1/);
    expect(await kit.told(ANA, '/approvals')).toMatch(/secret-1[\s\S]*internal-1/);
    await kit.groupGets(['acme/secret']);
    const inGroup = await kit.told(ANA, '/approvals', { chatId: GROUP });
    expect(inGroup).toContain('secret-1');
    expect(inGroup).not.toMatch(/ap-1|internal-1/);
  });

  it('fits a message however many there are', async () => {
    for (let at = 0; at < 60; at += 1) {
      const reason = `kubectl apply -f ${'x'.repeat(500)}`;
      kit.approvals.open(aRequest({ id: `request-${at}`, action: reason }));
    }
    const { message } = await kit.ask(ANA, '/approvals');
    expect(message.body.text.length).toBeLessThanOrEqual(4_096);
    expect(message.body.spans.length).toBeLessThanOrEqual(100);
    expect(message.body.text).toContain('50 more');
  });

  it('says that nothing is pending', async () => {
    expect(await kit.told(CLEO, '/approvals')).toBe('Nothing waits for a decision.');
  });
});

describe('/approve and /deny', () => {
  it('decide by any prefix of the id, with the following words as the reason', async () => {
    kit.approvals.open(aRequest({ id: '4f1c9e00-aaaa' }));
    const text = await kit.told(BEN, '/deny 4f1c not before\nthe release');
    expect(text).toContain('git push origin main');
    expect(await outcome('4f1c9e00-aaaa')).toMatchObject({
      status: 'denied',
      by: { id: '1002', name: 'Ben Weber', via: 'telegram' },
      reason: 'not before\nthe release',
    });
    expect(kit.approvals.announced.map(({ type }) => type)).toEqual(['job.denied']);
  });

  it('need no reason', async () => {
    kit.approvals.open(aRequest());
    kit.copies.seen('ap-1', BEN);
    await kit.told(BEN, '/approve ap');
    expect(await outcome('ap-1')).toMatchObject({ status: 'approved' });
    expect(await outcome('ap-1')).not.toHaveProperty('reason');
  });

  it('ask for a reason where one is needed, so that the answer to it decides', async () => {
    kit.approvals.open(aRequest({ terms: { ...PLAIN_TERMS, reasonRequired: 'both' } }));
    kit.copies.seen('ap-1', BEN);
    const { message, asks } = await kit.ask(BEN, '/approve ap-1');
    expect(message.body.text).toContain('Ben Weber, warum gibst du das frei?');
    expect(message).toMatchObject({ wantsReply: 'Deine Begründung', silent: true });
    const approval = { approvalId: 'ap-1', version: 1, verdict: 'approve', userId: BEN };
    expect(asks).toEqual({ kind: 'question', ...approval });
    expect(await outcome('ap-1')).toBeUndefined();
  });

  describe.each([
    ['has not shown the request', () => {}],
    ['shows a part of it', () => kit.copies.seen('ap-1', BEN, { isWhole: false })],
    ['shows a former version', () => kit.copies.seen('ap-1', BEN, { version: 0 })],
    ['shows less than another chat does', () => kit.copies.seen('ap-1', GROUP)],
  ])('in a chat that %s', (_, arrange) => {
    beforeEach(() => {
      kit.approvals.open(aRequest());
      arrange();
    });

    it('approve nothing and show it there', async () => {
      expect(await kit.told(BEN, '/approve ap-1')).toContain('Nicht gezählt');
      expect(await outcome('ap-1')).toBeUndefined();
      expect(kit.copies.opened).toEqual([`ap-1 ${BEN}`]);
    });

    it('deny it', async () => {
      await kit.told(BEN, '/deny ap-1');
      expect(await outcome('ap-1')).toMatchObject({ status: 'denied' });
      expect(kit.copies.opened).toEqual([]);
    });
  });

  it('show nothing to a person who may not approve it', async () => {
    kit.approvals.open(aRequest());
    await kit.told(CLEO, '/approve ap-1');
    expect(kit.copies.opened).toEqual([]);
  });

  it('show the outcome when they come too late', async () => {
    kit.approvals.open(aRequest());
    await kit.told(BEN, '/deny ap-1 no');
    const text = await kit.told(ANA, '/approve ap-1');
    expect(text).toContain('Ben Weber denied this at 12:00 UTC');
    expect(text).toContain('Reason: no');
    expect(kit.approvals.announced).toHaveLength(1);
  });

  it('are refused to a person who may only see, and change nothing', async () => {
    kit.approvals.open(aRequest());
    expect(await kit.told(CLEO, '/approve ap-1')).toContain('only an approver of acme/web');
    expect(await outcome('ap-1')).toBeUndefined();
    expect(kit.approvals.audits).toMatchObject([{ what: 'refused', why: 'role', id: '1003' }]);
  });

  it('are refused to the person who asked, also under another name', async () => {
    await kit.members.grant(BEN, { role: 'approver', projectId: 'acme/web' }, { knownAs: 'u-42' });
    kit.approvals.open(aRequest({ requestedBy: { id: 'u-42' } }));
    expect(await kit.told(BEN, '/approve ap-1')).toContain('selbst darum gebeten');
    expect(await outcome('ap-1')).toBeUndefined();
  });

  it('answer for a hidden request as for a missing one', async () => {
    for (const request of [SECRET, INTERNAL]) kit.approvals.open(request);
    const absent = (await kit.told(BEN, '/approve absent-1')).replace('absent-1', 'x');
    expect((await kit.told(BEN, '/approve secret-1')).replace('secret-1', 'x')).toBe(absent);
    expect((await kit.told(BEN, '/deny internal-1')).replace('internal-1', 'x')).toBe(absent);
    expect(kit.approvals.audits).toEqual([]);
  });

  it('explain themselves without an id', async () => {
    expect(await kit.told(ANA, '/approve')).toContain('/approve <id> [note]');
    expect(await kit.told(ANA, '/deny')).toContain('Example: /deny 4f1c not before the release');
  });
});
