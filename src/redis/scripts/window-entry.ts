// Written form of a window entry in the lists that the scripts keep: position, weight, group.
import { type Address, addressKey, parseAddress } from '../../audience/chat-book.ts';
import type { WindowEntry } from '../../batch/window.ts';
import type { Weight } from '../../event/event-types.ts';

interface WindowName {
  readonly address: Address;
  /** Alerts are gathered apart from news, since they don't wait. */
  readonly isAlerts: boolean;
}

/** `-100123:7` for the news of an address, `-100123:7!` for its alerts. */
export function windowKey({ address, isAlerts }: WindowName): string {
  return `${addressKey(address)}${isAlerts ? '!' : ''}`;
}

export function readWindowKey(key: string): WindowName {
  const isAlerts = key.endsWith('!');
  return { address: parseAddress(isAlerts ? key.slice(0, -1) : key), isAlerts };
}

const SEPARATOR = '\u001f';
/** One character each; former versions take one that they don't know for news. */
const MARKS: Readonly<Record<Weight, string>> = { alert: '!', result: '=', news: '.' };
const WEIGHTS: ReadonlyMap<string, Weight> = new Map([
  [MARKS.alert, 'alert'],
  [MARKS.result, 'result'],
]);

export function writeEntry({ position, weight, group }: WindowEntry): string {
  return `${position}${SEPARATOR}${MARKS[weight]}${SEPARATOR}${group}`;
}

export function readEntry(text: string): WindowEntry {
  const [position = '', mark = '', ...group] = text.split(SEPARATOR);
  return {
    position,
    weight: WEIGHTS.get(mark) ?? 'news',
    group: group.join(SEPARATOR),
  };
}
