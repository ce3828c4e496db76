// /api/v1/members: who sees which people, and what of them.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMemoryMembers } from '../../helpers/memory-members.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

const SINCE = '2026-03-02T09:00:00.000Z';
let port: HttpApi;
beforeEach(async () => {
  const members = createMemoryMembers({ adminUserIds: [1], now: () => Date.parse(SINCE) });
  port = await startHttpApi({ members });
  await members.grant(7, { role: 'viewer', projectId: 'a' }, { name: 'Ana', knownAs: 'u-7' });
  await members.grant(7, { role: 'approver', projectId: 'b' });
  await members.grant(8, { role: 'viewer', projectId: 'b' }, { name: 'Ben' });
  await members.grant(9, { role: 'viewer' }, { name: 'Cleo' });
  await members.revoke(9, {});
});
afterEach(() => port.stop());

const people = async (token: string) =>
  ((await (await port.get('/api/v1/members', token)).json()) as { members: unknown }).members;

it('shows admins of all projects everybody with a role, by name', async () => {
  expect(await people('admin')).toEqual([
    { user_id: 1, name: '', roles: [{ role: 'admin' }], is_named_admin: true, known_as: [] },
    {
      user_id: 7,
      name: 'Ana',
      roles: [
        { role: 'viewer', project_id: 'a' },
        { role: 'approver', project_id: 'b' },
      ],
      is_named_admin: false,
      known_as: ['u-7'],
      since: SINCE,
    },
    {
      user_id: 8,
      name: 'Ben',
      roles: [{ role: 'viewer', project_id: 'b' }],
      is_named_admin: false,
      known_as: [],
      since: SINCE,
    },
  ]);
});

it('shows admins of a project whoever has a role in it, and nothing about others', async () => {
  expect(await people('admin-of-a')).toEqual([
    {
      user_id: 7,
      name: 'Ana',
      roles: [{ role: 'viewer', project_id: 'a' }],
      is_named_admin: false,
    },
  ]);
});

it.each([
  [undefined, 401],
  ['reader', 403],
  ['scraper', 403],
])('is not for %s, who gets %i', async (token, status) => {
  expect((await port.get('/api/v1/members', token)).status).toBe(status);
});
