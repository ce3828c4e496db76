// Who is signed in. The browser keeps a cookie that no script can read; a token is kept in memory only where
// cookies don't reach the server (Telegram shows Mini Apps in a frame).
import { computed, signal } from '@preact/signals';
import {
  type ApiAnswer,
  type ApiProblem,
  request,
  send,
  setBearer,
  whenSignedOut,
} from './request.ts';
import type { ScopeName, SessionJson } from './shapes.ts';

export type SessionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signed-out'; readonly problem?: ApiProblem }
  | { readonly kind: 'signed-in'; readonly who: SessionJson };

export type Credentials =
  | { readonly token: string }
  | { readonly init_data: string }
  | { readonly login: Readonly<Record<string, unknown>> };

const SESSION = '/api/v1/session';

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
  accept(await request<SessionJson>(SESSION));
}

export async function signIn(credentials: Credentials): Promise<void> {
  setBearer(undefined);
  const answer = await request<SessionJson>(SESSION, { method: 'POST', body: credentials });
  if (answer.kind === 'ok' && 'token' in credentials) await keepToken(credentials.token);
  accept(answer, true);
}

/** Over plain http from another machine browsers keep no cookie: then the token is sent instead. */
async function keepToken(token: string): Promise<void> {
  const response = await send(SESSION).catch(() => undefined);
  if (response?.status === 401) setBearer(token);
}

export async function signOut(): Promise<void> {
  await request(SESSION, { method: 'DELETE' });
  setBearer(undefined);
  session.value = { kind: 'signed-out' };
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
