// /api/v1/tokens: who makes tokens, what these can do, and that a revoked one can do nothing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuth } from '../../../src/http/access/authenticate.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { createMemoryMembers } from '../../helpers/memory-members.ts';
import { createMemorySessions } from '../../helpers/memory-sessions.ts';
import { createMemoryTickets } from '../../helpers/memory-tickets.ts';
import { createMemoryTokenStore } from '../../helpers/memory-token-store.ts';
import { caller } from '../callers.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;
let log: LogBook;

beforeEach(async () => {
  log = createLogBook();
  port = await startHttpApi({ log });
});
afterEach(() => port.stop());

const TOKENS = '/api/v1/tokens';
const make = (body: unknown, token = 'admin') => port.send('POST', TOKENS, { token, body });
const revoke = (id: string, token = 'admin') => port.send('DELETE', `${TOKENS}/${id}`, { token });

interface Made {
  readonly id: string;
  readonly token: string;
}

async function made(body: object): Promise<Made> {
  const response = await make(body);
  expect(response.status).toBe(201);
  return (await response.json()) as Made;
}

describe('a token that is made', () => {
  it('is told once, and listed without its secret', async () => {
    const body = {
      name: 'ci',
      scopes: ['read', 'publish', 'read'],
      projects: ['a'],
      user_id: 7001,
    };
    const response = await make(body);
    const { token, ...rest } = (await response.json()) as Made;
    expect([response.status, response.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(rest).toEqual({
      id: expect.stringMatching(/./),
      name: 'ci',
      scopes: ['read', 'publish'],
      projects: ['a'],
      user_id: '7001',
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const second = await made({ name: 'all', scopes: ['read'] });
    const list = await (await port.get(TOKENS, 'admin')).text();
    expect(JSON.parse(list)).toEqual({
      tokens: [rest, expect.objectContaining({ id: second.id, name: 'all' })],
    });
    for (const secret of [token, second.token]) expect(list).not.toContain(secret);
  });

  it('opens what it is for, and nothing else', async () => {
    const { token } = await made({ name: 'ci', scopes: ['read'], projects: ['a'] });
    const { ids } = await port.publish({ projectId: 'a' }, { projectId: 'b' });
    const page = await (await port.get('/api/v1/events', token)).json();
    expect(page).toMatchObject({ events: [{ event_id: ids[0] }], next: null });
    const event = { event_type: 'x.y', project_id: 'a' };
    const posted = await port.send('POST', '/api/v1/events', { token, body: event });
    expect(posted.status).toBe(403);
    expect((await make({ name: 'x', scopes: ['read'] }, token)).status).toBe(403);
  });

  it('is revoked also by a client that names a content type with every request', async () => {
    const { id } = await made({ name: 'ci', scopes: ['read'] });
    const answer = await fetch(`${port.url}${TOKENS}/${id}`, {
      method: 'DELETE',
      headers: { authorization: 'Bearer admin', 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(204);
  });

  it('opens nothing once it is revoked', async () => {
    const { id, token } = await made({ name: 'ci', scopes: ['read'] });
    expect((await port.get('/api/v1/jobs', token)).status).toBe(200);
    expect((await revoke(id)).status).toBe(204);
    expect((await port.get('/api/v1/jobs', token)).status).toBe(401);
    expect((await revoke(id)).status).toBe(404);
    expect(await (await port.get(TOKENS, 'admin')).json()).toEqual({ tokens: [] });
  });

  it('is in the log by its id, with who made it, and never by its secret', async () => {
    const { id, token } = await made({ name: 'ci', scopes: ['read'] });
    await port.get('/api/v1/jobs', token);
    await revoke(id);
    await port.get('/api/v1/jobs', token);
    expect(log.lines).toEqual([
      { level: 'info', name: 'token_created', fields: { tokenId: id, by: 'test' } },
      { level: 'info', name: 'token_revoked', fields: { tokenId: id, by: 'test' } },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain(token);
  });
});

describe('a wrong wish', () => {
  it.each([
    [{}, ['name', 'scopes']],
    [[], ['body']],
    [{ name: '', scopes: ['read'] }, ['name']],
    [{ name: 'a\nb', scopes: ['read'] }, ['name']],
    [{ name: 'x'.repeat(101), scopes: ['read'] }, ['name']],
    [{ name: 'ci', scopes: [] }, ['scopes']],
    [{ name: 'ci', scopes: 'read' }, ['scopes']],
    [{ name: 'ci', scopes: ['all'] }, ['scopes.0']],
    [{ name: 'ci', scopes: ['read'], projects: [] }, ['projects']],
    [{ name: 'ci', scopes: ['read'], projects: [''] }, ['projects.0']],
    [{ name: 'ci', scopes: ['read'], project: ['a'] }, ['body']],
    [{ name: 'ci', scopes: ['read'], user_id: {} }, ['user_id']],
    [{ name: 'ci', scopes: ['read', 'metrics'], projects: ['a'] }, ['projects']],
  ])('%j makes no token and hears what was expected', async (body, names) => {
    const response = await make(body);
    expect(response.status).toBe(422);
    const { errors = [] } = await problemOf(response);
    expect(errors.map(({ name }) => name)).toEqual(names);
    for (const { detail } of errors) expect(detail).toMatch(/expected .* like /s);
    expect(await (await port.get(TOKENS, 'admin')).json()).toEqual({ tokens: [] });
  });

  it('that is not JSON is refused', async () => {
    expect((await make('{"name":')).status).toBe(400);
    const text = await port.send('POST', TOKENS, {
      token: 'admin',
      body: '{}',
      type: 'text/plain',
    });
    expect(text.status).toBe(415);
  });
});

describe('tokens', () => {
  it.each([
    [undefined, 401],
    ['wrong', 401],
    ['reader', 403],
    ['publisher', 403],
    ['admin-of-a', 403],
  ])('are not for %s, who gets %i', async (token, status) => {
    const { id } = await made({ name: 'ci', scopes: ['read'] });
    const who = token === undefined ? {} : { token };
    const body = { name: 'more', scopes: ['admin'] };
    const answers = [
      await port.send('POST', TOKENS, { body, ...who }),
      await port.get(TOKENS, token),
      await port.send('DELETE', `${TOKENS}/${id}`, who),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
    expect(await (await port.get(TOKENS, 'admin')).json()).toMatchObject({ tokens: [{ id }] });
  });

  it('are known beside the admin token, each with what it may do', async () => {
    const tokens = createMemoryTokenStore();
    const members = createMemoryMembers();
    const sessions = createMemorySessions();
    const tickets = createMemoryTickets();
    const { authenticate } = createAuth({ adminToken: 'root', tokens, members, sessions, tickets });
    const limited = { name: 'a', scopes: ['read'], projects: ['p'], userId: '7' } as const;
    const { secret, token } = await tokens.create(limited);
    const { secret: open, token: openToken } = await tokens.create({
      name: 'b',
      scopes: ['admin'],
    });
    expect(await authenticate('root')).toEqual({ ...caller(), tokenId: 'admin', name: 'admin' });
    expect(await authenticate(secret)).toEqual({
      tokenId: token.id,
      name: 'a',
      scopes: new Set(['read']),
      projects: new Set(['p']),
      userId: '7',
    });
    expect(await authenticate(open)).toEqual({
      tokenId: openToken.id,
      name: 'b',
      scopes: new Set(['admin']),
      projects: 'all',
    });
    for (const wrong of ['', 'roo', `${secret}x`, secret.slice(0, -1)]) {
      expect(await authenticate(wrong), wrong).toBeUndefined();
    }
  });

  it('are what they were when they are looked up again, the admin token too', async () => {
    const tokens = createMemoryTokenStore();
    const members = createMemoryMembers();
    const sessions = createMemorySessions();
    const tickets = createMemoryTickets();
    const auth = createAuth({ adminToken: 'root', tokens, members, sessions, tickets });
    const secrets: string[] = [];
    for (const name of ['a', 'b']) {
      secrets.push((await tokens.create({ name, scopes: ['read'] })).secret);
    }
    const found = await Promise.all(['root', ...secrets].map((one) => auth.authenticate(one)));
    const callers = found.flatMap((one) => one ?? []);
    expect(await auth.renew(callers)).toEqual(callers);
    await tokens.revoke(callers[1]?.tokenId ?? '');
    expect(await auth.renew(callers)).toEqual([callers[0], undefined, callers[2]]);
    // Whoever was not authenticated here is nobody.
    expect(await auth.renew([{ ...caller(), tokenId: 'admin' }])).toEqual([undefined]);
  });
});
