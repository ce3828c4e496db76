// Checks what Telegram signs when somebody opens a Mini App or uses Telegram Login: that it comes from Telegram, for
// this bot, and just now. (core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app and
// core.telegram.org/widgets/login#checking-authorization)
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type {
  PersonProofs,
  ProofVerdict,
  VouchedPerson,
} from '../../audience/sign-in/person-proofs.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { Secret } from '../../runtime/secret.ts';

interface Deps {
  readonly botToken: Secret;
  readonly clock: Pick<Clock, 'now'>;
}

/** What is older was perhaps found in an address or a log. */
const MAX_AGE_MS = 5 * 60_000;
/** So far our clock may be behind Telegram's. */
const CLOCK_SKEW_MS = 60_000;
const MAX_FIELDS = 32;
const MAX_CHARACTERS = 8_192;

const INVALID: ProofVerdict = { kind: 'invalid' };

const FIELD_NAME = /^[a-z][a-z0-9_]{0,31}$/;
const HASH = /^[0-9a-f]{64}$/;
const AUTH_DATE = /^[1-9]\d{0,11}$/;
/** Telegram's ids have at most 52 bits. */
const userId = z
  .int()
  .min(1)
  .max(2 ** 52);
const LANGUAGE = /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,4}$/i;

const personSchema = z.object({
  id: userId,
  first_name: z.string().max(256).optional(),
  last_name: z.string().max(256).optional(),
  username: z.string().max(64).optional(),
  language_code: z.string().regex(LANGUAGE).optional().catch(undefined),
});

export function createPersonProofs({ botToken, clock }: Deps): PersonProofs {
  const token = botToken.reveal();
  const miniAppKey = createHmac('sha256', 'WebAppData').update(token).digest();
  const loginKey = createHash('sha256').update(token).digest();

  /** `person`: read only from what is genuine. */
  function judge(fields: Fields, key: Buffer, person: () => unknown): ProofVerdict {
    const hash = fields.get('hash') ?? '';
    if (!HASH.test(hash) || !isSigned(fields, { key, hash })) return INVALID;
    const authDate = fields.get('auth_date') ?? '';
    const parsed = personSchema.safeParse(person());
    if (!AUTH_DATE.test(authDate) || !parsed.success) return INVALID;
    const ageMs = clock.now() - Number(authDate) * 1_000;
    if (ageMs < -CLOCK_SKEW_MS) return INVALID;
    if (ageMs > MAX_AGE_MS) return { kind: 'expired' };
    return { kind: 'person', person: personFrom(parsed.data), fingerprint: hash };
  }

  return {
    miniApp(initData) {
      if (initData.length > MAX_CHARACTERS) return INVALID;
      const fields = fieldsOf([...new URLSearchParams(initData)]);
      return fields === undefined
        ? INVALID
        : judge(fields, miniAppKey, () => parsedJson(fields.get('user') ?? ''));
    },
    login(given) {
      const texts = Object.entries(given).map(([name, value]) => [name, String(value)] as const);
      const fields = fieldsOf(texts);
      if (fields === undefined) return INVALID;
      const { id = '', ...rest } = Object.fromEntries(fields);
      // One way to write a number: what is signed is text.
      const number = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : undefined;
      return judge(fields, loginKey, () => ({ ...rest, id: number }));
    },
  };
}

type Fields = ReadonlyMap<string, string>;

/**
 * `undefined` for what Telegram never sends. What is signed are lines `name=value`: a line break in a value, or a name
 * given twice, would let other fields have the same signature.
 */
function fieldsOf(entries: readonly (readonly [string, string])[]): Fields | undefined {
  const fields = new Map(entries);
  const length = entries.reduce((sum, [, value]) => sum + value.length, 0);
  if (fields.size !== entries.length || fields.size > MAX_FIELDS) return undefined;
  if (length > MAX_CHARACTERS) return undefined;
  const isPlain = entries.every(([name, value]) => FIELD_NAME.test(name) && !/[\n\r]/.test(value));
  return isPlain ? fields : undefined;
}

function isSigned(fields: Fields, { key, hash }: { key: Buffer; hash: string }): boolean {
  const lines = [...fields]
    .filter(([name]) => name !== 'hash')
    .map(([name, value]) => `${name}=${value}`);
  const expected = createHmac('sha256', key).update(lines.sort().join('\n')).digest();
  return timingSafeEqual(expected, Buffer.from(hash, 'hex'));
}

function personFrom({
  id,
  first_name: first,
  last_name: last,
  username,
  language_code: locale,
}: z.infer<typeof personSchema>): VouchedPerson {
  const full = [first, last].flatMap((part) => part?.trim() || []).join(' ');
  return { userId: id, name: full || username || String(id), ...defined({ locale }) };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
