// Signing a browser in, for the tests of sessions.
import { expect } from 'vitest';
import type { Grant } from '../../../src/audience/access.ts';
import { initDataOf } from '../../helpers/telegram-signature.ts';
import { BOT_TOKEN, type HttpApi, problemOf } from '../http-api.ts';

export const SESSION = '/api/v1/session';
export const LEA = 7001;

export interface SessionBody {
  readonly id: string;
  readonly name: string;
  readonly user_id?: string;
  readonly scopes: readonly string[];
  readonly projects: unknown;
  readonly locale?: string;
  readonly expires_at: string;
  readonly access_token?: string;
}

export interface SignedIn {
  readonly body: SessionBody;
  /** As a page of ours sends it. */
  readonly headers: Record<string, string>;
  readonly setCookie: string;
}

/** What Telegram gives Lea who opens the Mini App now. */
export const asLea = (more: object = {}) => ({
  init_data: initDataOf(BOT_TOKEN, { id: LEA, ...more }),
});

/** The last part of a problem's type. */
export async function codeOf(response: Response): Promise<string> {
  const { type } = (await problemOf(response)) as unknown as { type: string };
  return type.replace('urn:jobwire:problem:', '');
}

export function signingIn(port: () => HttpApi) {
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    port().send('POST', SESSION, { body, headers });
  return {
    post,
    async signIn(body: unknown, headers: Record<string, string> = {}): Promise<SignedIn> {
      const response = await post(body, headers);
      expect(response.status).toBe(201);
      const setCookie = response.headers.get('set-cookie') ?? '';
      const cookie = setCookie.split(';')[0] ?? '';
      const origin = port().url;
      return {
        body: (await response.json()) as SessionBody,
        headers: { cookie, origin },
        setCookie,
      };
    },
    async who(headers: Record<string, string>) {
      const response = await port().get(SESSION, undefined, headers);
      return { status: response.status, body: (await response.json()) as SessionBody };
    },
    grant: (...grants: readonly Grant[]) =>
      Promise.all(grants.map((each) => port().members.grant(LEA, each))),
  };
}
