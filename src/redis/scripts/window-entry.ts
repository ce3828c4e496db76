// Written form of a window entry in the lists that the scripts keep: position, weight, group.
import type { WindowEntry } from '../../batch/window.ts';

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
