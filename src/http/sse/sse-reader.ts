// The readers of resumable event streams, and why such a stream may end.
import type { LiveReader } from '../live/live-reader.ts';
import type { Readers } from '../live/readers.ts';
import type { SseConnection } from './sse-connection.ts';

export type SseEnd =
  /** Cursors of the former journal are no longer valid. */
  | 'journal_replaced'
  /** The journal can't be read at the moment. */
  | 'journal_unavailable';

export type SseReader = LiveReader<SseConnection<SseEnd>>;
export type SseReaders = Readers<SseReader, SseEnd>;
