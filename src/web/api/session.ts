// Who is signed in. The browser keeps a cookie that no script can read; a token is kept in memory only where
// cookies don't reach the server (Telegram shows Mini Apps in a frame).
import { computed, signal } from '@preact/signals';
import { jitter, pause } from '../browser/browser-clock.ts';
import {
  type ApiAnswer,
  type ApiProblem,
  mayPass,
  request,
  send,
  setBearer,
  whenSignedOut,
} from './request.ts';
import type { ScopeName, SessionJson } from './shapes.ts';

export type SessionState =
  /** `problem`: why it takes longer. */
  | { readonly kind: 'starting'; readonly problem?: ApiProblem }
  | { readonly kind: 'signed-out'; readonly problem?: ApiProblem }
  | { readonly kind: 'signed-in'; readonly who: SessionJson };

export type Credentials =
  | { readonly token: string }
  | { readonly init_data: string }
  | { readonly login: Readonly<Record<string, unknown>> };

const SESSION = '/api/v1/session';
const PAUSE_MS = { first: 500, most: 10_000 };
const SIGN_IN_TRIES = 4;

export const session = signal<SessionState>({ kind: 'starting' });

export const signedIn = computed(() =>
  session.value.kind === 'signed-in' ? session.value.who : undefined,
);

/** Whether the person has this scope; `admin` includes all. */
export function has(scope: ScopeName): boolean {
  const scopes = signedIn.value?.scopes ?? [];
  return scopes.includes(scope) || scopes.includes('admin');
}

/** Whether they may manage the whole system: admins whose token is not limited to projects. */
export function isAdminOfAll(): boolean {
  return has('admin') && signedIn.value?.projects === 'all';
}

/** Continues the session of the cookie, if there is one. */
export async function resumeSession(): Promise<void> {
  whenSignedOut(() => {
    setBearer(undefined);
    session.value = { kind: 'signed-out' };
  });
  accept(
    await patiently({
      ask: () => request<SessionJson>(SESSION),
      // Whether somebody is signed in is not known yet: no reason to ask them for a token.
      tries: Number.POSITIVE_INFINITY,
      onProblem: (problem) => {
        session.value = { kind: 'starting', problem };
      },
    }),
  );
}

interface Patience<T> {
  readonly ask: () => Promise<ApiAnswer<T>>;
  readonly tries: number;
  readonly onProblem?: (problem: ApiProblem) => void;
}

/** Asks again, with growing pauses, while the server can't answer. */
async function patiently<T>({ ask, tries, onProblem }: Patience<T>): Promise<ApiAnswer<T>> {
  let answer = await ask();
  for (let tried = 1; answer.kind === 'problem' && tried < tries; tried += 1) {
    const { problem } = answer;
    // Those who ask too often are not helped by asking again.
    if (!mayPass(problem) || problem.status === 429) return answer;
    onProblem?.(problem);
    await pause(Math.min(PAUSE_MS.most, PAUSE_MS.first * 2 ** tried) * (0.5 + jitter()));
    answer = await ask();
  }
  return answer;
}

export async function signIn(credentials: Credentials): Promise<void> {
  setBearer(undefined);
  const answer = await patiently({
    ask: () => request<SessionJson>(SESSION, { method: 'POST', body: credentials }),
    tries: SIGN_IN_TRIES,
  });
  if (answer.kind === 'ok' && 'token' in credentials) await keepToken(credentials.token);
  accept(answer, true);
}

/** Over plain http from another machine browsers keep no cookie: then the token is sent instead. */
async function keepToken(token: string): Promise<void> {
  const response = await send(SESSION).catch(() => undefined);
  if (response?.status === 401) setBearer(token);
}

export async function signOut(): Promise<void> {
  const answer = await patiently({
    ask: () => request<void>(SESSION, { method: 'DELETE' }),
    tries: SIGN_IN_TRIES,
  });
  setBearer(undefined);
  // Where the server did not hear of it, the session goes on: whoever walks away should know.
  const isUnheard = answer.kind === 'problem' && mayPass(answer.problem);
  session.value = { kind: 'signed-out', ...(isUnheard ? { problem: answer.problem } : {}) };
}

function accept(answer: ApiAnswer<SessionJson>, isNew = false): void {
  if (answer.kind === 'ok') {
    if (answer.body.access_token !== undefined) setBearer(answer.body.access_token);
    session.value = { kind: 'signed-in', who: answer.body };
    return;
  }
  const { problem } = answer;
  const isAsked = isNew || ![401, 404].includes(problem.status);
  session.value = { kind: 'signed-out', ...(isAsked ? { problem } : {}) };
}
