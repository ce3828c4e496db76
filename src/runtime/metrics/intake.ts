// Metrics of what comes in: events, sources and dead letters.
import { type Instruments, startAtZero } from './instruments.ts';
import { createLabelBound } from './label-bound.ts';

export interface IntakeFamily {
  /** An event was journalled, `seconds` after it arrived. */
  eventJournalled(type: string, projectId: string | undefined, seconds: number): void;
  /** A message could not be decoded, or was too large. */
  decodeFailed(dialect: string): void;
  /** A message has an unreadable timestamp; its event gets the arrival time. */
  timeUnreadable(dialect: string): void;
  /** A message was seen before. */
  repeatDropped(dialect: string): void;
  /** An event had too many links; `count` were ignored. */
  linksLeftOut(dialect: string, count: number): void;
}

export interface SourceFamily {
  /** This source is read, so that its gaps are exported as 0 until there is one. */
  gapsCounted(source: string): void;
  /** Messages may have been missed. */
  gapSeen(source: string): void;
  /** A message that can be decoded arrived, at this time in epoch milliseconds. */
  messageArrived(dialect: string, at: number): void;
  /** How old the oldest message is that is stored at the source and not read yet; 0: there is none. */
  sourceLag(dialect: string, seconds: number): void;
  /** Number of streams of a component that can't be read and are set aside. */
  streamsAside(component: string, count: number): void;
}

export interface DeadLetterFamily {
  /** Number of events that a follower of the journal has set aside for a retry. */
  followerAside(follower: string, count: number): void;
  /** A message became a dead letter at this stage. */
  deadLettered(stage: string): void;
}

const STAGES = ['decoding', 'routing', 'following', 'delivering'];

export function intakeFamily({ counter, histogram }: Instruments): IntakeFamily {
  const [boundedType, boundedProject] = [createLabelBound(), createLabelBound()];
  const events = counter('events_total', 'Events appended to the journal.', [
    'event_type',
    'project_id',
  ]);
  const processing = histogram(
    'event_processing_seconds',
    'From arrival at jobwire to the journal.',
    { labels: ['event_type'], buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10] },
  );
  const failed = counter(
    'decode_failures_total',
    'Messages that could not be decoded, or were too big.',
    ['dialect'],
  );
  const unreadable = counter(
    'unreadable_timestamps_total',
    'Messages with an unreadable timestamp; their events get the arrival time.',
    ['dialect'],
  );
  const repeats = counter('repeats_total', 'Messages that had been seen before.', ['dialect']);
  const links = counter('links_left_out_total', 'Links beyond the limit of one event.', [
    'dialect',
  ]);
  return {
    eventJournalled(type, projectId, seconds) {
      const event_type = boundedType(type);
      events.inc({ event_type, project_id: boundedProject(projectId ?? '') });
      processing.observe({ event_type }, seconds);
    },
    decodeFailed: (dialect) => failed.inc({ dialect }),
    timeUnreadable: (dialect) => unreadable.inc({ dialect }),
    repeatDropped: (dialect) => repeats.inc({ dialect }),
    linksLeftOut: (dialect, count) => links.inc({ dialect }, count),
  };
}

export function sourceFamily({ counter, gauge }: Instruments): SourceFamily {
  const gaps = counter('gaps_total', 'Times a source may have lost messages.', ['source']);
  const arrived = gauge(
    'source_last_message_timestamp_seconds',
    'When this replica last read a message of the format, by any way; absent: not since its start.',
    ['dialect'],
  );
  const lag = gauge(
    'source_lag_seconds',
    'Age of the oldest entry in the streams that this replica reads and has not read yet.',
    ['dialect'],
  );
  const streams = gauge(
    'streams_set_aside',
    "Streams that can't be read; the others are not affected.",
    ['component'],
  );
  return {
    gapsCounted: (source) => gaps.inc({ source }, 0),
    gapSeen: (source) => gaps.inc({ source }),
    messageArrived: (dialect, at) => arrived.set({ dialect }, at / 1_000),
    sourceLag: (dialect, seconds) => lag.set({ dialect }, seconds),
    streamsAside: (component, count) => streams.set({ component }, count),
  };
}

export function deadLetterFamily({ counter, gauge }: Instruments): DeadLetterFamily {
  const followed = gauge(
    'follower_set_aside',
    'Events that a follower of the journal could not handle yet.',
    ['follower'],
  );
  const letters = counter('dead_letters_total', 'Messages that became dead letters.', ['stage']);
  startAtZero(letters, 'stage', STAGES);
  return {
    followerAside: (follower, count) => followed.set({ follower }, count),
    deadLettered: (stage) => letters.inc({ stage }),
  };
}
