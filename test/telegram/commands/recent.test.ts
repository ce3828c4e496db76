import { expect, it } from 'vitest';
import { recently } from '../../../src/telegram/commands/recent.ts';
import { voiceIn } from '../../message/speaking.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const ago = (seconds: number) => recently(NOW - seconds * 1_000, NOW, voiceIn('en'))?.text;

it('names the time since something within the last hour, in whole minutes from five on', () => {
  expect([ago(0), ago(59), ago(130), ago(300), ago(3_599)]).toEqual([
    '1 s',
    '59 s',
    '2 min 10 s',
    '5 min',
    '59 min',
  ]);
});

it('leaves what is older, or in the future, to the clock', () => {
  expect([ago(3_600), ago(-1), ago(Number.NaN)]).toEqual([undefined, undefined, undefined]);
});
