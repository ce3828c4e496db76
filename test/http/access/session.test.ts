// Browsers that are signed in: with what, what they may do, and when that ends.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Grant } from '../../../src/audience/access.ts';
import { createAuth } from '../../../src/http/access/authenticate.ts';
import { createMemoryMembers } from '../../helpers/memory-members.ts';
import { createMemorySessions } from '../../helpers/memory-sessions.ts';
import { createMemoryTickets } from '../../helpers/memory-tickets.ts';
import { createMemoryTokenStore } from '../../helpers/memory-token-store.ts';
import { initDataOf, loginOf } from '../../helpers/telegram-signature.ts';
import { BOT_TOKEN, type HttpApi, problemOf, startHttpApi } from '../http-api.ts';
import { openPeer } from '../live-parts.ts';
import { asLea, codeOf, LEA, SESSION, type SignedIn, signingIn } from './signed-in.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const { post, signIn, who, grant } = signingIn(() => port);

describe('a session by token', () => {
  it('is who the token is, in a cookie that scripts and other sites never see', async () => {
    const { secret } = await port.tokens.create({ name: 'ci', scopes: ['read'], projects: ['a'] });
    const { body, headers, setCookie } = await signIn({ token: secret });
    expect(body).toEqual({
      id: expect.stringMatching(/^s/),
      name: 'ci',
      scopes: ['read'],
      projects: ['a'],
      expires_at: expect.stringMatching(/Z$/),
    });
    expect(setCookie).toMatch(
      /^jobwire=jws_[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/,
    );
    const { expires_at: _, ...rest } = body;
    expect(await who(headers)).toMatchObject({ status: 200, body: rest });
    expect((await port.get('/api/v1/jobs', undefined, headers)).status).toBe(200);
    expect((await port.get('/api/v1/tokens', undefined, headers)).status).toBe(403);
  });

  it('never has more than the token has now, and ends with it', async () => {
    await grant({ role: 'admin' });
    const wish = { name: 'x', scopes: ['admin'], userId: String(LEA) } as const;
    const { token, secret } = await port.tokens.create(wish);
    const { headers } = await signIn({ token: secret });
    const scopes = async () => (await who(headers)).body.scopes;
    expect(await scopes()).toContain('admin');
    await grant({ role: 'viewer', projectId: 'a' });
    await port.members.revoke(LEA, { role: 'admin' });
    expect((await who(headers)).body).toMatchObject({ projects: ['a'] });
    expect(await scopes()).not.toContain('admin');
    await port.tokens.revoke(token.id);
    expect((await who(headers)).status).toBe(401);
  });

  it('is given for no wrong token, for no session, and guesses have to wait', async () => {
    const { secret } = await port.tokens.create({ name: 'x', scopes: ['read'] });
    const { headers } = await signIn({ token: secret });
    const ofSession = headers.cookie?.split('=')[1] ?? '';
    for (const token of [`${secret}x`, 'wrong', ofSession, 'a b']) {
      const response = await post({ token });
      expect([token, response.status]).toEqual([token, 401]);
      expect(response.headers.get('set-cookie')).toBeNull();
    }
    const statuses: number[] = [];
    for (let count = 0; count < 12; count += 1) statuses.push((await post({ token: 'w' })).status);
    expect(statuses.slice(-2)).toEqual([429, 429]);
    expect((await post({ token: secret })).status).toBe(201);
  });
});

describe('a session of a person', () => {
  it.each<[string, Grant[], readonly string[], unknown]>([
    ['a viewer', [{ role: 'viewer' }], ['read'], 'all'],
    ['an approver', [{ role: 'approver', projectId: 'a' }], ['read', 'decide'], ['a']],
    [
      'an admin of a project',
      [{ role: 'admin', projectId: 'a' }],
      ['read', 'publish', 'decide', 'admin'],
      ['a'],
    ],
    [
      'an admin of all',
      [{ role: 'admin' }],
      ['read', 'publish', 'decide', 'metrics', 'admin'],
      'all',
    ],
    [
      'an admin of one project and viewer of another',
      [
        { role: 'admin', projectId: 'b' },
        { role: 'viewer', projectId: 'a' },
      ],
      ['read', 'decide'],
      ['a', 'b'],
    ],
  ])('who is %s may what the role allows', async (...[, grants, scopes, projects]) => {
    await grant(...grants);
    const { body } = await signIn(asLea({ language_code: 'de' }));
    expect(body).toMatchObject({ name: 'Lea', user_id: String(LEA), locale: 'de' });
    expect([body.scopes, body.projects]).toEqual([scopes, projects]);
  });

  it('by Mini App also works without the cookie, as frames of Telegram need it', async () => {
    await grant({ role: 'viewer' });
    const { body, headers } = await signIn(asLea());
    const bearer = { authorization: `Bearer ${body.access_token}` };
    expect(headers.cookie).toBe(`jobwire=${body.access_token}`);
    expect((await who(bearer)).body.id).toBe(body.id);
    expect((await port.get('/api/v1/jobs', body.access_token)).status).toBe(200);
    // A page that is loaded again sends the same.
    const again = asLea();
    expect([(await post(again)).status, (await post(again)).status]).toEqual([201, 201]);
  });

  it('by Telegram Login is begun once with an answer, and shows scripts no secret', async () => {
    await grant({ role: 'viewer' });
    const login = loginOf(BOT_TOKEN, LEA);
    const { body } = await signIn({ login });
    expect(body).not.toHaveProperty('access_token');
    const again = await post({ login });
    expect([again.status, await codeOf(again)]).toEqual([401, 'sign_in_repeated']);
  });

  it('without a role is refused with their user id, and whom to ask', async () => {
    const response = await post(asLea());
    expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ type: 'urn:jobwire:problem:no_role', user_id: String(LEA) });
    expect(problem.detail).toMatch(/7001.*admin/);
  });

  it('with old or forged data is refused', async () => {
    await grant({ role: 'admin' });
    const old = initDataOf(BOT_TOKEN, { id: LEA }, Date.now() - 301_000);
    const answer = await post({ init_data: old });
    expect(await codeOf(answer)).toBe('sign_in_expired');
    const forged = asLea().init_data.replace(String(LEA), '7002');
    const statuses: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      statuses.push((await post({ init_data: forged })).status);
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([401, 429]);
    // Nobody guesses a signature: a genuine one is always accepted.
    expect((await post(asLea())).status).toBe(201);
  });

  it('is of exactly that user, not of one whose linked id is the same', async () => {
    await port.members.grant(8, { role: 'admin' }, { knownAs: String(LEA) });
    expect((await post(asLea())).status).toBe(403);
    await grant({ role: 'viewer' });
    const { body } = await signIn(asLea());
    expect(body.scopes).toEqual(['read']);
  });

  it('ends for good with their last role', async () => {
    await grant({ role: 'viewer' });
    const { headers } = await signIn(asLea());
    await port.members.revoke(LEA, {});
    expect((await who(headers)).status).toBe(401);
    await grant({ role: 'viewer' });
    expect((await who(headers)).status).toBe(401);
  });
});

describe('signing out', () => {
  it('ends the session and what it has open, and no other', async () => {
    await grant({ role: 'viewer' });
    const [mine, other] = [await signIn(asLea()), await signIn(asLea())];
    const open = async ({ headers: { cookie = '' } }: SignedIn) => {
      const stream = await fetch(`${port.url}/events`, { headers: { cookie } });
      const socket = await openPeer(`${port.url}/ws/jobs`, { cookie, origin: port.url });
      return { text: stream.text().catch(String), socket, stream };
    };
    const [ending, kept] = [await open(mine), await open(other)];
    const response = await port.send('DELETE', SESSION, { headers: mine.headers });
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie().every((each) => /=; .*Max-Age=0/.test(each))).toBe(true);
    expect((await who(mine.headers)).status).toBe(401);
    expect(await ending.text).toContain('your rights have changed');
    expect(await ending.socket.ended).toMatchObject({ code: 1008 });
    expect(kept.socket.socket.readyState).toBe(1);
    expect((await who(other.headers)).status).toBe(200);
    kept.socket.socket.terminate();
  });

  it('needs a session: a token is none', async () => {
    const { secret } = await port.tokens.create({ name: 'x', scopes: ['read'] });
    for (const method of ['GET', 'DELETE']) {
      expect((await port.send(method, SESSION, {})).status).toBe(401);
      expect((await port.send(method, SESSION, { token: secret })).status).toBe(401);
    }
    expect((await port.get('/api/v1/jobs', secret)).status).toBe(200);
  });
});

describe('ADMIN_TOKEN', () => {
  it('signs in, and its sessions end when it is changed, and live callers too', async () => {
    const kept = {
      tokens: createMemoryTokenStore(),
      members: createMemoryMembers(),
      sessions: createMemorySessions(),
      tickets: createMemoryTickets(),
    };
    const auth = createAuth({ adminToken: 'root', ...kept });
    const admin = await auth.authenticate('root');
    const made = await auth.signIn.withToken(admin ?? expect.fail());
    if (made.kind !== 'signed-in') expect.fail(made.kind);
    const signedIn = (await auth.authenticate(made.secret)) ?? expect.fail();
    expect(signedIn).toMatchObject({ tokenId: 'admin', projects: 'all' });
    expect(await auth.renew([signedIn])).toMatchObject([{ tokenId: 'admin' }]);
    for (const adminToken of ['another', '', undefined]) {
      const later = createAuth({ adminToken, ...kept });
      expect(await later.authenticate(made.secret)).toBeUndefined();
    }
    expect(await auth.renew([signedIn])).toEqual([undefined]);
  });
});
