// /api/v1/session: signs a browser in, with a token or with what Telegram vouches for, says who it is, and signs it out.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PersonProofs, ProofVerdict } from '../../../audience/sign-in/person-proofs.ts';
import type { Session } from '../../../audience/sign-in/sessions.ts';
import { SCOPES } from '../../../audience/tokens.ts';
import { defined } from '../../../runtime/defined.ts';
import type { Logger } from '../../../runtime/logger.ts';
import { type Authenticate, type Caller, hasScope } from '../../access/auth.ts';
import type { SessionCookie } from '../../access/cookie.ts';
import { callerOf, type Gate, sessionOf } from '../../access/gate.ts';
import type { Guesses } from '../../access/guesses.ts';
import { type PageOrigin, refuseForeignPage } from '../../access/origin.ts';
import { refuseGuess } from '../../access/refusals.ts';
import type { RequestLimit } from '../../access/request-limit.ts';
import type { SignIn, SignInResult } from '../../access/sign-in.ts';
import type { StoreWatch } from '../../access/store-watch.ts';
import type { Operation } from '../../documents/operation.ts';
import { sendProblem, sendProblemWith } from '../../request/problem.ts';
import { parseInput } from '../../request/validate.ts';

interface Deps {
  readonly gate: Pick<Gate, 'admitSession' | 'admitSigningOut'>;
  readonly authenticate: Authenticate;
  readonly signIn: SignIn;
  readonly proofs: PersonProofs;
  readonly guesses: Guesses;
  readonly requestLimit: RequestLimit;
  readonly cookie: SessionCookie;
  readonly pageOrigin: (request: FastifyRequest) => PageOrigin;
  readonly storeWatch: Pick<StoreWatch, 'begin'>;
  readonly log: Logger;
}

const PATH = '/api/v1/session';
/** Init data take about one. */
const BODY_BYTES = 16_384;

const BODY =
  'expected one of token, init_data and login, like {"token":"jw_…"} or {"init_data":"query_id=…&hash=…"}';
const TOKEN = 'expected a token, as jobwire token create prints it, like "jw_…"';
const INIT_DATA =
  'expected the init data of the Mini App as Telegram gave them, like "query_id=…&user=…&hash=…"';
const LOGIN =
  'expected the fields of Telegram Login, like {"id":7001,"first_name":"Ana","auth_date":1764417600,"hash":"…"}';

const signInBody = z
  .union(
    [
      z.strictObject({ token: z.string(TOKEN).min(1, TOKEN).max(4_096, TOKEN) }),
      z.strictObject({ init_data: z.string(INIT_DATA).min(1, INIT_DATA).max(8_192, INIT_DATA) }),
      z.strictObject({
        login: z.record(z.string().max(64), z.union([z.string().max(4_096), z.int()]), LOGIN),
      }),
    ],
    BODY,
  )
  .meta({
    examples: [
      { token: 'jw_Zm9yIGV4YW1wbGU' },
      { init_data: 'query_id=AAF&user=%7B%22id%22%3A7001%7D&auth_date=1764417600&hash=c501' },
      { login: { id: 7001, first_name: 'Ana', auth_date: 1_764_417_600, hash: 'c501' } },
    ],
  });
type SignInBody = z.infer<typeof signInBody>;

const sessionAnswer = z
  .object({
    id: z.string(),
    name: z.string().meta({ description: 'Of the token, or of the person.' }),
    user_id: z.string().exactOptional(),
    locale: z
      .string()
      .exactOptional()
      .meta({ description: 'Of a person, as Telegram has it.', examples: ['de'] }),
    scopes: z
      .array(z.enum(SCOPES))
      .meta({ description: 'All that it may do: `admin` includes the others.' }),
    projects: z.union([z.literal('all'), z.array(z.string())]),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'Session', description: 'Who is signed in, and what they may do.' });

const startedAnswer = sessionAnswer
  .extend({
    access_token: z
      .string()
      .exactOptional()
      .meta({ description: 'For Mini Apps alone, in whose frames browsers send no cookie.' }),
  })
  .meta({ id: 'StartedSession', description: 'A session that has just begun.' });

const START: Operation = {
  id: 'startSession',
  tag: 'access',
  summary: 'Sign a browser in',
  description:
    'With a token, with the init data of a Mini App, or with the fields of Telegram Login. The answer sets the cookie of the session.',
  body: { 'application/json': signInBody },
  answers: {
    201: {
      description: 'Signed in.',
      content: { 'application/json': startedAnswer },
      headers: { 'Set-Cookie': 'The session: HttpOnly, SameSite=Strict.' },
    },
  },
  refusals: {
    unauthenticated: {},
    sign_in_expired: {},
    sign_in_repeated: {},
    no_role: { user_id: z.string().meta({ description: 'To whom a role may be given.' }) },
    too_many_guesses: {},
    too_many_requests: {},
  },
};

const GET: Operation = {
  id: 'getSession',
  tag: 'access',
  summary: 'Who is signed in',
  description: 'And until when, if nothing is done in the meantime.',
  answers: {
    200: { description: 'The session.', content: { 'application/json': sessionAnswer } },
  },
};

const END: Operation = {
  id: 'endSession',
  tag: 'access',
  summary: 'Sign out',
  description: 'The session ends at once, with its streams and sockets.',
  answers: { 204: { description: 'It has ended.' } },
};

export function registerSession(app: FastifyInstance, deps: Deps): void {
  const { gate, signIn, cookie, log } = deps;
  const options = {
    onRequest: createOwnPagesOnly(deps),
    bodyLimit: BODY_BYTES,
    config: { operation: START },
  };

  app.post(PATH, options, async (request, reply) => {
    const body = parseInput(signInBody, request.body, { status: 422, whole: 'body' });
    if (body.kind === 'invalid') return sendProblem(reply, body.problem);
    const attempt = await trySignIn(request, body.value, deps);
    // The store watch may have answered that the store is unavailable.
    if (reply.sent) return reply;
    if (attempt.kind !== 'signed-in') {
      log.info({ reason: attempt.kind, with: kindOf(body.value) }, 'sign_in_refused');
      return refuse(reply, attempt);
    }
    const { caller, session, secret } = attempt;
    const fields = { session: session.id, tokenId: caller.tokenId, with: kindOf(body.value) };
    log.info(fields, 'session_started');
    cookie.set(reply, secret);
    // Telegram shows Mini Apps in a frame of its own page, where browsers send no such cookie.
    const access = 'init_data' in body.value ? { access_token: secret } : {};
    return reply.code(201).send({ ...sessionJson(caller, session), ...access });
  });

  const reading = { onRequest: gate.admitSession, config: { operation: GET } };
  app.get(PATH, reading, async (request) => sessionJson(callerOf(request), sessionOf(request)));

  const ending = { onRequest: gate.admitSigningOut, config: { operation: END } };
  app.delete(PATH, ending, async (request, reply) => {
    const session = sessionOf(request);
    await signIn.end(session);
    log.info({ session: session.id }, 'session_ended');
    cookie.clear(reply);
    return reply.code(204).send();
  });
}

/** No other page signs its visitors in, for example as somebody else who would see what they do. */
function createOwnPagesOnly({ pageOrigin, requestLimit, storeWatch }: Deps) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('cache-control', 'no-store');
    if (!requestLimit.admits(request, reply, undefined)) return;
    if (pageOrigin(request) === 'foreign') return refuseForeignPage(reply);
    // Waits for the store: then the store watch may have answered.
    await storeWatch.begin(reply);
  };
}

type Attempt =
  | SignInResult
  /** `waitMs` is above 0 after too many invalid ones. */
  | { readonly kind: 'invalid'; readonly what: 'token' | 'proof'; readonly waitMs: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'stranger'; readonly userId: number };

async function trySignIn(request: FastifyRequest, body: SignInBody, deps: Deps): Promise<Attempt> {
  if ('token' in body) return withToken(request, body.token, deps);
  if ('init_data' in body) {
    // A page that is loaded again has the same init data.
    return withProof(request, deps.proofs.miniApp(body.init_data), { deps, isOnce: false });
  }
  // What Telegram Login answers is in an address, which a browser keeps.
  return withProof(request, deps.proofs.login(body.login), { deps, isOnce: true });
}

async function withToken(request: FastifyRequest, token: string, deps: Deps): Promise<Attempt> {
  const { authenticate, signIn, guesses } = deps;
  const waitMs = guesses.waitMs(request, token);
  if (waitMs > 0) return { kind: 'invalid', what: 'token', waitMs };
  const caller = await authenticate(token);
  const result = caller === undefined ? undefined : await signIn.withToken(caller);
  if (result !== undefined && result.kind !== 'no-token') return result;
  return { kind: 'invalid', what: 'token', waitMs: guesses.failed(request, token) };
}

async function withProof(
  request: FastifyRequest,
  verdict: ProofVerdict,
  { deps, isOnce }: { readonly deps: Deps; readonly isOnce: boolean },
): Promise<Attempt> {
  const { signIn, guesses } = deps;
  switch (verdict.kind) {
    case 'invalid':
      return { kind: 'invalid', what: 'proof', waitMs: guesses.failedProof(request) };
    case 'expired':
      return verdict;
    case 'person': {
      const { person, fingerprint } = verdict;
      const result = await signIn.asPerson(person, isOnce ? fingerprint : undefined);
      return result.kind === 'no-role' ? { kind: 'stranger', userId: person.userId } : result;
    }
  }
}

function refuse(reply: FastifyReply, attempt: Exclude<Attempt, { kind: 'signed-in' }>) {
  switch (attempt.kind) {
    case 'invalid':
      if (attempt.waitMs > 0) return refuseGuess(reply, attempt.waitMs);
      return sendProblem(reply, { code: 'unauthenticated', detail: INVALID[attempt.what] });
    case 'no-token':
      return sendProblem(reply, { code: 'unauthenticated', detail: INVALID.token });
    case 'expired':
      return sendProblem(reply, { code: 'sign_in_expired', detail: EXPIRED });
    case 'repeated':
      return sendProblem(reply, { code: 'sign_in_repeated', detail: REPEATED });
    case 'no-role':
      return sendProblem(reply, { code: 'no_role', detail: 'This person has no role.' });
    case 'stranger': {
      const { userId } = attempt;
      const detail = `Nobody has given you a role here yet; your user id is ${userId}. Ask an admin of this jobwire for an invitation, or to send the bot: /grant ${userId} viewer`;
      return sendProblemWith(reply, { code: 'no_role', detail }, { user_id: String(userId) });
    }
  }
}

const INVALID = {
  token:
    'This token is unknown, or no longer valid; expected one from: jobwire token create NAME --scopes read,decide',
  proof:
    'These are not the data of Telegram for this bot, or not all of them; expected all fields unchanged, with their hash.',
};
const EXPIRED =
  'What Telegram vouched for is more than 5 minutes old; open the page from Telegram again, or log in again.';
const REPEATED =
  'Somebody has signed in with this answer of Telegram Login already, and it counts once; log in again.';

function kindOf(body: SignInBody): string {
  return Object.keys(body)[0] ?? '';
}

/** `scopes`: with all that the scope admin includes. */
function sessionJson(
  caller: Caller,
  { id, basis, expiresAt }: Session,
): z.infer<typeof sessionAnswer> {
  const { name, userId, projects } = caller;
  const isLimited = projects !== 'all';
  const scopes = SCOPES.filter(
    (each) => hasScope(caller, each) && !(isLimited && each === 'metrics'),
  );
  return {
    id,
    name,
    ...defined({ user_id: userId, locale: basis.kind === 'person' ? basis.locale : undefined }),
    scopes,
    projects: isLimited ? [...projects].sort() : 'all',
    expires_at: expiresAt,
  };
}
