// Contract of signing in: what routes need to begin and end the sessions of browsers. Implemented by authenticate.ts.
import type { VouchedPerson } from '../../audience/sign-in/person-proofs.ts';
import type { Session } from '../../audience/sign-in/sessions.ts';
import type { Caller } from './auth.ts';

export interface SignIn {
  /** With the token of a caller. */
  withToken(caller: Caller): Promise<SignInResult>;
  /** `once`: names a proof that counts once. */
  asPerson(person: VouchedPerson, once?: string): Promise<SignInResult>;
  end(session: Session): Promise<void>;
}

export type SignInResult =
  | {
      readonly kind: 'signed-in';
      readonly caller: Caller;
      readonly session: Session;
      readonly secret: string;
    }
  /** The person has no role. */
  | { readonly kind: 'no-role' }
  /** Their proof counted once. */
  | { readonly kind: 'repeated' }
  /** The caller has no token, or none now. */
  | { readonly kind: 'no-token' };

/** Tickets for streams and sockets, whose clients can't send headers. */
export interface Tickets {
  /** For somebody who was authenticated; `undefined` for anybody else. */
  create(caller: Caller): Promise<{ secret: string; expiresAt: string } | undefined>;
  /** Whoever asked for it, with their rights now, until it is spent. */
  find(secret: string): Promise<Caller | undefined>;
  /** Whether it was there: true once, whoever asks at the same time. */
  spend(secret: string): Promise<boolean>;
}
