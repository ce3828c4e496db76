// Written form of a window entry in the lists that the scripts keep: position, weight, group.
import { type Address, addressKey, parseAddress } from '../../audience/chat-book.ts';
import type { WindowEntry } from '../../batch/window.ts';
import type { Weight } from '../../event/event-types.ts';

interface WindowName {
  readonly address: Address;
  /** Alerts are gathered apart from news, since they don't wait. */
  readonly isAlerts: boolean;
  /** What waited while the address was left alone, for one summary. */
  readonly isSummary?: true;
}

/** `-100123:7` for the news of an address, `-100123:7!` for its alerts, `-100123:7~` for a summary. */
export function windowKey({ address, isAlerts, isSummary }: WindowName): string {
  const mark = isSummary ? '~' : '';
  return `${addressKey(address)}${isAlerts ? '!' : mark}`;
}

export function readWindowKey(key: string): WindowName {
  const address = parseAddress(key.replace(/[!~]$/, ''));
  if (key.endsWith('~')) return { address, isAlerts: false, isSummary: true };
  return { address, isAlerts: key.endsWith('!') };
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
