// Prints events of the dialects in LOG_EVENTS to the console, one line each.
import type { Config } from '../../config/load-config.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { Redaction } from '../../redact/redaction.ts';
import { eventLine } from '../events/event-line.ts';

interface Deps extends Pick<Config, 'logEvents'> {
  readonly redaction: Redaction;
  readonly print: (line: string) => void;
}

const TAG = '[events]';

export function createLogEvents({ logEvents, redaction, print }: Deps) {
  const isAll = logEvents.includes('all');
  const dialects = new Set(logEvents);
  return (event: CanonicalEvent): void => {
    if (isAll || dialects.has(event.dialect)) print(`${TAG} ${eventLine(event, redaction)}`);
  };
}
