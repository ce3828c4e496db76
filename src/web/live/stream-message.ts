// What a message of the event stream is. Its data decide, not its name alone: an event is never taken for a gap.
import type { EventSourceMessage } from 'eventsource-parser';
import type { ShownEvent } from '../api/shapes.ts';

export type ReceivedMessage =
  | { readonly kind: 'event'; readonly event: ShownEvent }
  /** Some events are no longer kept. */
  | { readonly kind: 'gap' }
  | { readonly kind: 'other' };

export function readMessage({
  event: name,
  data,
}: Pick<EventSourceMessage, 'event' | 'data'>): ReceivedMessage {
  const event = eventIn(data);
  if (event !== undefined) return { kind: 'event', event };
  return { kind: name === 'gap' ? 'gap' : 'other' };
}

function eventIn(data: string): ShownEvent | undefined {
  try {
    const value = JSON.parse(data);
    return typeof value?.event_type === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
