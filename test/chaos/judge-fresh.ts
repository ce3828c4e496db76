// What comes after the last fault is shown at once, and a tap on it counts.
import { createSeeded } from '../helpers/seeded.ts';
import type { Alert } from './accepted.ts';
import { sendAlert } from './alerts.ts';
import { CHATS, MUTED } from './cast.ts';
import type { Run } from './chaos.ts';
import { sayAndHear } from './chaos-world.ts';
import { type Finding, finding, several } from './findings.ts';

/** A fresh event is in a chat, and a tap counts, within so long. */
const FRESH_MS = 5_000;
export const freshMs = ({ options: { slack = 1 } }: Run) => slack * FRESH_MS;
const FRESH = { project: 'project-0', person: 1003 };

/** An event and a request of now reach people at once, and a tap on it counts; also where the bot was shut out. */
export async function judgeFresh(run: Run, facts: string[]): Promise<Finding[]> {
  const { world, books, timeline } = run;
  const telegram = world.simulator.world;
  const deps = { ...world, books, nowMs: timeline.nowMs };
  const random = createSeeded(1);
  const victims = CHATS.filter(({ isVictim, id }) => isVictim && id !== MUTED);
  const back = await Promise.all(
    victims.map(({ id }) =>
      sayAndHear(telegram, { chatId: id, text: '/start' }, freshMs(run) * 2).then(
        () => '',
        () => `${id}`,
      ),
    ),
  );
  const shown = async (alert: Omit<Alert, 'atMs'>) => {
    await sendAlert(alert, deps, random);
    const isShown = () =>
      telegram.messages(FRESH.person).find(({ text }) => text.includes(alert.mark));
    return telegram.waitFor(isShown, freshMs(run)).catch(() => undefined);
  };
  const failure = await shown({ mark: 'fail-0-9000x', kind: 'failure', project: FRESH.project });
  const request = await shown({ mark: 'ask-0-9001x', kind: 'request', project: FRESH.project });
  const answer = await tapOn(run, request?.messageId);
  facts.push(`a fresh request is tapped and answered: ${answer ?? 'no'}`);
  return [
    ...several(
      'fresh',
      'chat that was not greeted',
      back.filter((id) => id !== ''),
    ),
    ...(failure === undefined ? [finding('fresh', 'a failure was not shown in time')] : []),
    ...(request === undefined ? [finding('fresh', 'a request was not shown in time')] : []),
    ...(answer === undefined ? [finding('fresh', 'a tap did not count in time')] : []),
  ];
}

async function tapOn(run: Run, messageId?: number) {
  if (messageId === undefined) return undefined;
  const { world, books, timeline } = run;
  const telegram = world.simulator.world;
  const at = { chatId: FRESH.person, messageId, personId: FRESH.person, row: 0, column: 0 };
  const mark = 'ask-0-9001x';
  const by = FRESH.person;
  books.taps.push({ mark, verdict: 'approved', via: 'tap', by, atMs: timeline.nowMs() });
  const answer = await telegram.tap({ ...at, timeoutMs: freshMs(run) }).catch(() => undefined);
  const isSettled = () =>
    telegram.message(FRESH.person, messageId)?.keyboard.length === 0 ? true : undefined;
  const settled = await telegram.waitFor(isSettled, freshMs(run)).catch(() => undefined);
  return settled === true ? `"${answer?.text ?? ''}"` : undefined;
}
