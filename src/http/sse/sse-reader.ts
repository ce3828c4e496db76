// The readers of resumable event streams, and why such a stream may end.
import type { LiveReader } from '../live/live-reader.ts';
import type { Readers } from '../live/readers.ts';
import type { SseConnection } from './sse-connection.ts';

export type SseEnd =
  /** Cursors of the former journal mean nothing any more. */
  | 'journal_replaced'
  /** It can't be read now. */
  | 'journal_away';

export type SseReader = LiveReader<SseConnection<SseEnd>>;
export type SseReaders = Readers<SseReader, SseEnd>;
