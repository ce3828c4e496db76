// Contract: holds a text that is too large for memory, until it was sent. Implemented by files/logs/spool.

export interface Spool {
  /** Written so far. */
  readonly sizeBytes: number;
  write(text: string): Promise<void>;
  read(fromByte: number): AsyncIterable<Uint8Array>;
  /** Nothing is left of it, also after a kill. */
  close(): Promise<void>;
}

export type OpenSpool = () => Promise<Spool>;
