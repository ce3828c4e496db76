// Keeps invitations: a hash each, which expires by Redis' clock, with the hash of its code. What a person becomes is
// decided here; the script writes it only if nothing has changed since.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { decodeMember, holds, isAdmin, type Member } from '../../audience/access.ts';
import {
  type Acceptance,
  type Accepting,
  type CodeParts,
  decodeInvitation,
  type Invitation,
  type Invitations,
  isCovered,
  MAX_WRONG_CODES,
  parseCode,
  WRONG_CODES_MS,
  writeCode,
} from '../../audience/invitations/invitation.ts';
import type { Members } from '../../audience/members.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createDecoder } from '../../runtime/stored/decoder.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import { expectDone } from '../scripts/all-done.ts';
import type { Keys } from '../scripts/keys.ts';
import { DONE, TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';
import { blank, granted } from './members.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly members: Members;
  readonly clock: Pick<Clock, 'now' | 'token'>;
  readonly log: Pick<Logger, 'info'>;
  readonly reader?: StoredReader;
}

type Find = { id: string; hash: string; user: string; limit: number; window: number };

interface Accept extends Record<'id' | 'hash' | 'user' | 'seen' | 'text' | 'taken', string> {
  readonly inviter: string;
  readonly seen_inviter: string;
  readonly revision: string;
  readonly kept: number;
}

function loadScripts() {
  const at = (name: string) => new URL(name, import.meta.url);
  return {
    find: loadScript<Find, string[]>(at('./find-invitation.lua'), TEXTS),
    accept: loadScript<Accept, 0 | 1>(at('./accept-invitation.lua'), DONE),
    end: loadScript<{ id: string }, string>(at('./revoke-invitation.lua'), z.string()),
  };
}

interface Kit extends Required<Deps> {
  readonly scripts: ReturnType<typeof loadScripts>;
}

const SECRET_BYTES = 32;
const ID_DIGITS = 12;
/** For so long the person who took it is answered the same again, as after a crash. */
const TAKEN_KEPT_MS = 86_400_000;

const decodeTaken = createDecoder(
  'accepted invitation',
  z.object({ userId: z.number(), attempt: z.string() }),
);

export function createInvitations(deps: Deps): Invitations {
  const { redis, keys, clock, log, reader = createStoredReader() } = deps;
  const scripts = loadScripts();
  const kit = { ...deps, reader, scripts };

  function read(id: string, text: string | null): Invitation | undefined {
    const at = { key: keys.invitation(id), field: 'about' };
    return text === null ? undefined : reader.read(decodeInvitation, text, at);
  }

  return {
    async create({ grant, by, lifetimeMs, attempt }) {
      const id = sha256(attempt).slice(0, ID_DIGITS);
      const code = writeCode({ id, secret: clock.token(SECRET_BYTES) });
      const now = clock.now();
      const [createdAt = '', expiresAt = ''] = [now, now + lifetimeMs].map(written);
      const invitation: Invitation = { id, grant, by, createdAt, expiresAt };
      const key = keys.invitation(id);
      const fields = { code: sha256(code), about: JSON.stringify(invitation) };
      const write = redis.multi().del(key).hset(key, fields).pexpire(key, lifetimeMs);
      // Nobody has to see or revoke the link of the first admin: it ends soon, or with the first admin.
      if (by.via !== 'console') write.zadd(keys.invitations, String(now), id);
      expectDone(await write.exec());
      log.info({ ...forLog(invitation), by }, 'invitation_created');
      return { invitation, code };
    },
    async accept(code, person) {
      const parts = parseCode(code);
      return parts === undefined ? { kind: 'invalid' } : acceptCode(parts, person, kit);
    },
    async open() {
      const ids = await redis.zrange(keys.invitations, '0', '-1');
      const texts = await Promise.all(ids.map((id) => redis.hget(keys.invitation(id), 'about')));
      const expired = ids.filter((_, at) => texts[at] === null);
      if (expired.length > 0) await redis.zrem(keys.invitations, ...expired);
      return ids.flatMap((id, at) => read(id, texts[at] ?? null) ?? []);
    },
    async revoke(id, by) {
      const text = await scripts.end(redis, { keys, values: { id } });
      const invitation = text === '' ? undefined : read(id, text);
      if (invitation !== undefined) log.info({ ...forLog(invitation), by }, 'invitation_revoked');
      return invitation;
    },
  };
}

/** What somebody takes: the code as it is kept. */
interface Turn extends Pick<CodeParts, 'id'> {
  readonly hash: string;
  readonly person: Accepting;
}

async function acceptCode(parts: CodeParts, person: Accepting, kit: Kit): Promise<Acceptance> {
  const turn = { id: parts.id, hash: sha256(writeCode(parts)), person };
  for (;;) {
    const acceptance = await tryToAccept(turn, kit);
    if (acceptance !== 'changed') return acceptance;
  }
}

async function tryToAccept(turn: Turn, kit: Kit): Promise<Acceptance | 'changed'> {
  const { redis, keys, reader, scripts } = kit;
  const { id, hash, person } = turn;
  const limits = { limit: MAX_WRONG_CODES, window: WRONG_CODES_MS };
  const asked = { id, hash, user: String(person.userId), ...limits };
  const [kind, about = '', taken = ''] = await scripts.find(redis, { keys, values: asked });
  if (kind === 'throttled') return { kind, ms: Math.max(0, Number(about)) };
  const at = { key: keys.invitation(id), field: 'about' };
  const invitation = kind === 'found' ? reader.read(decodeInvitation, about, at) : undefined;
  if (invitation === undefined) return { kind: 'invalid' };
  if (taken !== '') return acceptedBefore(invitation, taken, { turn, kit });
  return give(invitation, turn, kit);
}

/** The same message, handled again, is answered the same; for everybody else it is used. */
async function acceptedBefore(
  invitation: Invitation,
  taken: string,
  { turn: { id, person }, kit: { keys, members } }: { turn: Turn; kit: Kit },
): Promise<Acceptance> {
  const { userId, attempt } = decodeTaken(taken, { key: keys.invitation(id), field: 'taken' });
  const member = await members.get(userId);
  const isSame = userId === person.userId && attempt === person.attempt;
  if (isSame && member !== undefined) return { kind: 'accepted', invitation, member };
  const isTheirs = userId === person.userId && holds(member, invitation.grant);
  return isTheirs ? { kind: 'held', invitation } : { kind: 'invalid' };
}

async function give(
  invitation: Invitation,
  { id, hash, person }: Turn,
  { redis, keys, members, clock, log, scripts }: Kit,
): Promise<Acceptance | 'changed'> {
  const { userId, name, attempt } = person;
  const { by, grant } = invitation;
  const user = String(userId);
  const inviter = by.via === 'telegram' ? by.userId : undefined;
  // Read before what is judged: a change in between makes them old, never the reverse.
  const revision = by.via === 'console' ? ((await redis.get(keys.audienceRevision)) ?? '0') : '';
  const [seen = '', seenInviter = ''] = await documents(redis, keys, [user, String(inviter ?? '')]);
  if (by.via === 'console' && (await members.all()).some(isAdmin)) return { kind: 'invalid' };
  if (inviter !== undefined && !isCovered(invitation, await members.get(inviter))) {
    return { kind: 'invalid' };
  }
  if (holds(await members.get(userId), grant)) return { kind: 'held', invitation };
  const stored = seen === '' ? blank(userId) : read(seen, user, keys);
  const done = await scripts.accept(redis, {
    keys,
    values: {
      ...{ id, hash, user, seen, revision },
      text: JSON.stringify(granted(stored, grant, { name, nowMs: clock.now() })),
      inviter: String(inviter ?? ''),
      seen_inviter: inviter === undefined ? '' : seenInviter,
      taken: JSON.stringify({ userId, attempt }),
      kept: TAKEN_KEPT_MS,
    },
  });
  if (done === 0) return 'changed';
  log.info({ ...forLog(invitation), userId, by }, 'invitation_accepted');
  return { kind: 'accepted', invitation, member: (await members.get(userId)) ?? stored };
}

function read(text: string, field: string, { members }: Keys): Member {
  return decodeMember(text, { key: members, field });
}

/** As stored, without what the settings give; empty for none. */
async function documents(redis: Redis, { members }: Keys, fields: readonly string[]) {
  return (await redis.hmget(members, ...fields)).map((text) => text ?? '');
}

function forLog({ id, grant }: Invitation) {
  return { invitation: id, ...grant };
}

function written(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
