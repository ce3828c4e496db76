// Injected faults: the ways in which Telegram and the network really fail.

import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { ApiObject } from '../protocol/bot-objects.ts';

interface Scope {
  /** The method it affects; absent: all but getUpdates; `*`: all. */
  readonly method?: string;
  readonly chatId?: number;
  /** How many calls it affects; default 1, or unlimited with `forMs`. */
  readonly times?: number;
  /** How long it lasts, in milliseconds. */
  readonly forMs?: number;
}

export type Fault = Scope &
  (
    | { readonly kind: 'flood' /** Seconds; default 5. */; readonly retryAfter?: number }
    | { readonly kind: 'status'; readonly code?: number; readonly description?: string }
    /** The call is executed, its answer never arrives. */
    | { readonly kind: 'drop-answer' }
    /** The connection is cut before the call is executed. */
    | { readonly kind: 'refuse' }
    | { readonly kind: 'delay'; readonly ms: number }
  );

export interface ActiveFault {
  readonly id: number;
  readonly fault: Fault;
  /** How many more calls it affects; absent: no limit. */
  readonly remaining?: number;
  /** When it ends by itself; epoch milliseconds. */
  readonly until?: number;
}

export interface Faults {
  /** Returns its id. */
  add(fault: Fault): number;
  remove(id: number): void;
  clear(): void;
  list(): readonly ActiveFault[];
}

export interface FaultQueue extends Faults {
  /** The faults that this call meets, each counted as used: delays, then at most one other. */
  meet(method: string, params: ApiObject): readonly ActiveFault[];
}

interface Deps {
  readonly clock: Clock;
  /** Called at every change of the list. */
  onChange(faults: readonly ActiveFault[]): void;
}

export function createFaults({ clock, onChange }: Deps): FaultQueue {
  let active: readonly ActiveFault[] = [];
  let newest = 0;

  function set(next: readonly ActiveFault[]): void {
    if (next.length === 0 && active.length === 0) return;
    active = next;
    onChange(active);
  }

  function remove(id: number): void {
    set(active.filter((one) => one.id !== id));
  }

  function use(one: ActiveFault): void {
    if (one.remaining === undefined) return;
    const remaining = one.remaining - 1;
    if (remaining === 0) remove(one.id);
    else set(active.map((other) => (other.id === one.id ? { ...one, remaining } : other)));
  }

  return {
    add(fault) {
      newest += 1;
      const id = newest;
      const remaining = fault.times ?? (fault.forMs === undefined ? 1 : undefined);
      const until = fault.forMs === undefined ? undefined : clock.now() + fault.forMs;
      const one: ActiveFault = {
        id,
        fault,
        ...defined({ remaining, until }),
      };
      set([...active, one]);
      if (fault.forMs !== undefined) clock.after(fault.forMs, () => remove(id));
      return id;
    },
    remove,
    clear: () => set([]),
    list: () => active,
    meet(method, params) {
      const now = clock.now();
      const hits = active.filter(
        (one) => (one.until === undefined || one.until > now) && matches(one.fault, method, params),
      );
      const delays = hits.filter((one) => one.fault.kind === 'delay');
      const other = hits.find((one) => one.fault.kind !== 'delay');
      const met = other === undefined ? delays : [...delays, other];
      for (const one of met) use(one);
      return met;
    },
  };
}

function matches(fault: Fault, method: string, params: ApiObject): boolean {
  if (fault.method === undefined && method === 'getUpdates') return false;
  if (fault.method !== undefined && fault.method !== '*' && fault.method !== method) return false;
  return fault.chatId === undefined || String(params.chat_id) === String(fault.chatId);
}
