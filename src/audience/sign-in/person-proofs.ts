// Contract: what a chat system vouches for when somebody opens a page from it. Implemented by
// telegram/sign-in/person-proofs.

/** Somebody whom Telegram vouches for. */
export interface VouchedPerson {
  readonly userId: number;
  /** As they call themselves there. */
  readonly name: string;
  /** Their language, as a BCP 47 tag. */
  readonly locale?: string;
}

export type ProofVerdict =
  /** `fingerprint`: the same for the same proof, and no secret. */
  | { readonly kind: 'person'; readonly person: VouchedPerson; readonly fingerprint: string }
  /** Forged, changed, incomplete or of another bot. */
  | { readonly kind: 'invalid' }
  /** Genuine, and older than is accepted. */
  | { readonly kind: 'expired' };

/** Fields of Telegram Login. */
export type LoginFields = Readonly<Record<string, string | number>>;

export interface PersonProofs {
  /** The init data of a Mini App. */
  miniApp(initData: string): ProofVerdict;
  login(fields: LoginFields): ProofVerdict;
}
