// The verdict: how soon everything worked again, and what became of all that was accepted.
import { systemClock } from '../../src/runtime/clock.ts';
import { ADMINS } from './cast.ts';
import type { ChaosResult, Ending, Run } from './chaos.ts';
import { until } from './chaos-world.ts';
import { alike, type Finding, finding, several } from './findings.ts';
import { judgeApprovals, standings, undecided } from './judge-approvals.ts';
import { judgeNews, judgeRepeats, openCopies, repeatedAlerts, unshown } from './judge-chats.ts';
import { freshMs, judgeFresh } from './judge-fresh.ts';
import { judgeJournal, judgeLossy, readKept } from './judge-journal.ts';
import { exitsOf, judgeExits, judgeLogs, judgeMemory, judgeStops } from './judge-programs.ts';
import { judgeRecovery, leftMs, sinceCalm } from './judge-recovery.ts';

/** What was put aside has growing pauses of its own. */
const ASIDE_MS = 45_000;

export async function judge(run: Run, ending: Ending): Promise<Omit<ChaosResult, 'timeline'>> {
  const { world, timeline } = run;
  const facts: string[] = [];
  const findings: Finding[] = [];
  await systemClock.sleep(Math.max(0, timeline.calmAtMs - timeline.nowMs()));
  const parts: readonly (() => Promise<Finding[]> | Finding[])[] = [
    async () => {
      const [found] = await Promise.all([judgeRecovery(run, ending, facts), ending.stopPeople()]);
      return found;
    },
    () => judgeFresh(run, facts),
    () => judgeShown(run, facts),
    () => judgeKept(run),
    () => judgeChats(run),
    () => judgePrograms(run),
  ];
  for (const part of parts) findings.push(...(await found(part)));
  facts.push(...counted(run));
  return { findings, facts, evidence: evidenceOf({ world }) };
}

/** Where a judge is refused an answer, that is what it found. */
async function found(part: () => Promise<Finding[]> | Finding[]): Promise<Finding[]> {
  try {
    return await part();
  } catch (error) {
    return [finding('recovery', `a judge was not answered: ${String(error)}`)];
  }
}

async function judgePrograms({ world, timeline, options: { slack = 1 } }: Run): Promise<Finding[]> {
  const replicas = world.replicas.map(({ replica }) => replica);
  return [
    ...judgeLogs(replicas),
    ...judgeExits(replicas),
    ...judgeMemory(replicas),
    ...several('harness', 'fault that failed', timeline.problems),
    ...(await judgeStops(replicas, slack)),
  ];
}

function judgeChats({ world, books, timeline, options: { slack = 1 } }: Run): Finding[] {
  const telegram = world.simulator.world;
  // Each of them may have hidden an answer or two of Telegram's, and more where all takes longer.
  const disturbances = timeline.lines().length * 2 * slack;
  return [...judgeNews(telegram), ...judgeRepeats(telegram, books, { disturbances })];
}

/** Every chat as it is, and what the replicas complained of. */
function evidenceOf({ world }: Pick<Run, 'world'>): string[] {
  const telegram = world.simulator.world;
  const chats = telegram.chats().flatMap(({ id }) =>
    telegram.messages(id).map(({ chatId, messageId, sentAt, text, history, keyboard }) => {
      const before = history.map((one) => one.text);
      return JSON.stringify({ chatId, messageId, sentAt, text, buttons: keyboard.length, before });
    }),
  );
  const troubles = world.replicas.flatMap(({ replica: { name, troubles } }) =>
    troubles.map((line) => JSON.stringify({ replica: name, ...line })),
  );
  return [...chats, ...troubles];
}

function counted({ world, books, timeline, reader }: Run): string[] {
  const { alerts, taps, hostile, lossy } = books;
  const replicas = world.replicas.map(({ replica }) => replica);
  const peaks = world.replicas.map(({ replica }) => `${replica.peakMb.toFixed(0)} MB`).join(', ');
  const clock = world.wallClock === undefined ? ['left out: clock steps (no C compiler)'] : [];
  return [
    `${timeline.lines().length} faults of ${timeline.kinds.size} kinds`,
    `${alerts.length} alerts, ${taps.length} decisions, ${hostile.length} odd messages kept, ${lossy.length} on channels`,
    `${repeatedAlerts(world.simulator.world, books).length} alerts shown again, ${reader.connections} connections of the reader`,
    `memory at most: ${peaks}`,
    ...alike(exitsOf(replicas, false)).map((exit) => `could not start: ${exit}`),
    ...clock,
  ];
}

async function judgeKept(run: Run): Promise<Finding[]> {
  const { world, books, timeline, reader } = run;
  const kept = await readKept(world.urls[0] ?? '', world.client);
  const isWhole = () => reader.told.length >= kept.events.length;
  await until(isWhole, { withinMs: freshMs(run) });
  const standing = await standings(world.urls[1] ?? '');
  return [
    ...judgeJournal(kept, books, reader),
    ...judgeLossy(kept, books, timeline.isTroubled),
    ...(await judgeApprovals(standing, { ...world, books, kept })),
  ];
}

/** What chats and requests still lack. */
async function lacking(run: Run) {
  const { world, books } = run;
  const telegram = world.simulator.world;
  const standing = await standings(world.urls[0] ?? '');
  const settled = [...standing].filter(([, { status }]) => status !== 'pending');
  const copies = openCopies(telegram, new Set(settled.map(([mark]) => mark)), books);
  const alerts = unshown(telegram, books.alerts);
  const decisions = undecided(books, standing);
  const size = alerts.length + copies.alone.length + decisions.length;
  return { alerts, decisions, copies: copies.alone, repeats: copies.repeats, size };
}

/** Alerts, decisions and outcomes are shown; or visibly put aside, and shown a little later. */
async function judgeShown(run: Run, facts: string[]): Promise<Finding[]> {
  const isDone = async () => (await lacking(run)).size === 0;
  await until(isDone, { withinMs: leftMs(run) });
  const late = await lacking(run);
  const waiting = await waitingNow(run);
  if (late.size > 0) {
    const { alerts, copies, decisions } = late;
    const what = `${alerts.length} alerts, ${copies.length} outcomes, ${decisions.length} decisions`;
    facts.push(`not shown after 15 s: ${what}; chats that wait by /api/v1/health: ${waiting}`);
    await until(isDone, { withinMs: ASIDE_MS });
  }
  const last = await lacking(run);
  facts.push(`all shown: ${sinceCalm(run)}, ${last.repeats.length} repeats with buttons left`);
  const kept = await tapRepeats(run, last.repeats);
  const isHidden = late.size > 0 && waiting === 0;
  return [
    ...(isHidden
      ? [finding('chats', 'something was not shown, and /api/v1/health did not say so')]
      : []),
    ...several('chats', 'alert never shown', last.alerts),
    ...several('requests', 'copy of a decided request with buttons', last.copies.map(nameOf)),
    ...several('requests', 'repeat of a copy with buttons after a tap', kept),
    ...several('requests', 'decision that never counted', last.decisions),
  ];
}

type Copy = Awaited<ReturnType<typeof lacking>>['copies'][number];

const nameOf = ({ mark, message }: Copy) =>
  `${mark} in ${message.chatId} (message ${message.messageId})`;

/** A repeat that the bot never heard of shows itself by a tap, which decides nothing. */
async function tapRepeats(run: Run, repeats: readonly Copy[]): Promise<string[]> {
  const telegram = run.world.simulator.world;
  const kept = await Promise.all(
    repeats.map(async ({ mark, message: { chatId, messageId } }) => {
      const personId = chatId > 0 ? chatId : ADMINS[0];
      const at = { chatId, messageId, personId, row: 0, column: 1, timeoutMs: freshMs(run) };
      await telegram.tap(at).catch(() => undefined);
      const isShut = () => telegram.message(chatId, messageId)?.keyboard.length === 0;
      const isMended = await telegram.waitFor(isShut, ASIDE_MS).catch(() => false);
      return isMended ? [] : [`${mark} in ${chatId} (message ${messageId})`];
    }),
  );
  return kept.flat();
}

/** How many chats wait for something, by what operators read. */
async function waitingNow({ world }: Run): Promise<number> {
  const sizes = await Promise.all(
    world.urls.map(async (url) => {
      const response = await fetch(`${url}/api/v1/health`);
      const { queue_size: size } = (await response.json()) as { queue_size?: number };
      return size ?? 0;
    }),
  );
  return Math.max(...sizes);
}
