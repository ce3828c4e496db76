// Written form of a window entry in the lists that the scripts keep: position, weight, group.
import { type Address, addressKey, parseAddress } from '../../audience/chat-book.ts';
import type { WindowEntry } from '../../batch/window.ts';

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

export function writeEntry({ position, weight, group }: WindowEntry): string {
  return `${position}${SEPARATOR}${weight === 'alert' ? '!' : '.'}${SEPARATOR}${group}`;
}

export function readEntry(text: string): WindowEntry {
  const [position = '', weight = '.', ...group] = text.split(SEPARATOR);
  return {
    position,
    weight: weight === '!' ? 'alert' : 'news',
    group: group.join(SEPARATOR),
  };
}
