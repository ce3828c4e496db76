// Contract: who began with which messages. A message that ends every process which tries it leaves
// no other trace, so the beginning is noted before anybody looks at it. Kept by redis/attempts.

export interface Attempt {
  /** How many processes have begun at this very place, this one included. */
  readonly tries: number;
  /** How many messages are to be taken one by one, since somebody ended among them; 0: none. */
  readonly careful: number;
}

export interface Attempts {
  /**
   * Before `messages` messages behind position `from` of a source are looked at. `undefined`: somebody
   * else is just trying them; ask again soon.
   */
  begin(source: string, from: string, messages: number): Promise<Attempt | undefined>;
}
