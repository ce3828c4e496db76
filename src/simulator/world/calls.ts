// The log of all Bot API calls, for tests and for the page's list of calls.
import type { Clock } from '../../runtime/clock.ts';
import type { ApiObject } from '../protocol/bot-objects.ts';

export interface CallAnswer {
  readonly status: number;
  /** The JSON of the answer. */
  readonly body: ApiObject;
}

export interface Call {
  /** Counts up from 1. */
  readonly id: number;
  /** As Telegram spells it: `sendMessage`. */
  readonly method: string;
  readonly params: ApiObject;
  /** Epoch milliseconds of its arrival. */
  readonly at: number;
  /** Absent while it runs, and if the connection was cut before it was executed. */
  readonly answer?: CallAnswer;
  /** Kind of the injected fault that it met. */
  readonly fault?: string;
}

/** Older calls are dropped. */
export const CALL_LIMIT = 5_000;

export interface CallLog {
  readonly list: readonly Call[];
  /** Records a call; the returned function records its end. */
  begin(method: string, params: ApiObject): (end: Pick<Call, 'answer' | 'fault'>) => void;
}

interface Deps {
  readonly clock: Clock;
  /** Called for a new call, and again when it ended. */
  onChange(call: Call): void;
}

export function createCallLog({ clock, onChange }: Deps): CallLog {
  const list: Call[] = [];
  let newest = 0;

  function put(call: Call): void {
    const index = call.id - (list[0]?.id ?? call.id);
    if (index < 0) return;
    list[index] = call;
    if (list.length > CALL_LIMIT) list.splice(0, list.length - CALL_LIMIT);
    onChange(call);
  }

  return {
    list,
    begin(method, params) {
      newest += 1;
      const call: Call = { id: newest, method, params, at: clock.now() };
      put(call);
      return (end) => put({ ...call, ...end });
    },
  };
}
