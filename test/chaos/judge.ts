// The verdict: how soon everything worked again, and what became of all that was accepted.
import { systemClock } from '../../src/clock.ts';
import { createSeeded } from '../helpers/seeded.ts';
import type { Alert } from './accepted.ts';
import { sendAlert } from './alerts.ts';
import { CHATS, MUTED } from './cast.ts';
import type { ChaosResult, Run } from './chaos-run.ts';
import { isReady, sayAndHear, until } from './chaos-world.ts';
import { type Finding, finding, several } from './findings.ts';
import { judgeApprovals, standings, undecided } from './judge-approvals.ts';
import { judgeNews, judgeRepeats, openCopies, repeatedAlerts, unshown } from './judge-chats.ts';
import { judgeJournal, judgeLossy, type Kept, missing, readKept } from './judge-journal.ts';
import { judgeExits, judgeLogs, judgeMemory, judgeStops } from './judge-programs.ts';

interface Ending {
  /** Whether all publishers were answered in time. */
  readonly spoken: Promise<boolean>;
  stopPeople(): Promise<void>;
}

/** Within so long after the last fault everything works again. */
const WORKS_AFTER_MS = 15_000;
/** A fresh event is in a chat, and a tap counts, within so long. */
const FRESH_MS = 5_000;
/** What was put aside has growing pauses of its own. */
const ASIDE_MS = 45_000;

export async function judge(run: Run, ending: Ending): Promise<Omit<ChaosResult, 'timeline'>> {
  const { world, books, timeline } = run;
  const facts: string[] = [];
  const findings: Finding[] = [];
  await systemClock.sleep(Math.max(0, timeline.calmAtMs - timeline.nowMs()));
  const leftMs = () => Math.max(0, timeline.calmAtMs + WORKS_AFTER_MS - timeline.nowMs());
  const sinceCalm = () => ((timeline.nowMs() - timeline.calmAtMs) / 1_000).toFixed(1);

  async function wanted(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
    const came = await until(isSo, { withinMs: leftMs() });
    if (came === undefined) findings.push(finding('recovery', `${what}: not within 15 s`));
    else facts.push(`${what}: ${sinceCalm()} s after the last fault`);
  }

  await wanted('both replicas ready', async () =>
    (await Promise.all(world.urls.map(isReady))).every(Boolean),
  );
  await ending.spoken.then((isDone) => {
    if (!isDone) findings.push(finding('recovery', 'publishers were not answered within 15 s'));
  });
  await ending.stopPeople();
  const kept = () => keptInRedis(run);
  let lost: string[] = [];
  await wanted('all accepted events kept', async () => {
    lost = missing(await kept(), books, run.eventsPerLane);
    return lost.length === 0;
  });
  findings.push(...several('journal', 'accepted and never kept', lost));
  findings.push(...(await judgeFresh(run, facts)));
  findings.push(...(await judgeShown(run, { leftMs, facts })));
  findings.push(...(await judgeKept(run)));
  findings.push(...judgeNews(world.simulator.world));
  const disturbances = timeline.lines().length * 2;
  findings.push(...judgeRepeats(world.simulator.world, books, { disturbances }));
  const replicas = world.replicas.map(({ replica }) => replica);
  findings.push(...judgeLogs(replicas), ...judgeExits(replicas), ...judgeMemory(replicas));
  findings.push(...several('harness', 'fault that failed', timeline.problems));
  findings.push(...(await judgeStops(replicas)));
  facts.push(...counted(run));
  return { findings, facts, evidence: evidenceOf(run) };
}

/** Every chat as it is, and what the replicas complained of. */
function evidenceOf({ world }: Run): string[] {
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
  const peaks = world.replicas.map(({ replica }) => `${replica.peakMb.toFixed(0)} MB`).join(', ');
  const clock = world.wallClock === undefined ? ['left out: clock steps (no C compiler)'] : [];
  return [
    `${timeline.lines().length} faults of ${timeline.kinds.size} kinds`,
    `${alerts.length} alerts, ${taps.length} decisions, ${hostile.length} odd messages kept, ${lossy.length} on channels`,
    `${repeatedAlerts(world.simulator.world, books).length} alerts shown again, ${reader.connections} connections of the reader`,
    `memory at most: ${peaks}`,
    ...clock,
  ];
}

/** Without the side port, which may have other worries. */
async function keptInRedis({ world: { client } }: Run): Promise<Kept> {
  const [entries, letters] = await Promise.all(
    ['jobwire:journal', 'jobwire:dlq'].map((key) => client.xrange(key, '-', '+')),
  );
  const texts = (list: typeof entries) => (list ?? []).map(([, fields]) => JSON.stringify(fields));
  return {
    events: [],
    // As they were written, so that marks and quotes read the same everywhere.
    texts: (entries ?? []).map(([, fields]) => fields[1] ?? ''),
    letters: texts(letters),
  };
}

async function judgeKept(run: Run): Promise<Finding[]> {
  const { world, books, timeline, reader } = run;
  const kept = await readKept(world.urls[0] ?? '', world.client);
  const isWhole = () => reader.told.length >= kept.events.length;
  await until(isWhole, { withinMs: FRESH_MS });
  const standing = await standings(world.urls[1] ?? '');
  return [
    ...judgeJournal(kept, books, reader),
    ...judgeLossy(kept, books, timeline.isTroubled),
    ...(await judgeApprovals(standing, { ...world, books, kept })),
  ];
}

const FRESH = { project: 'project-0', person: 1003 };

/** An event and a request of now reach people at once, and a tap on it counts; also where the bot was shut out. */
async function judgeFresh(run: Run, facts: string[]): Promise<Finding[]> {
  const { world, books, timeline } = run;
  const telegram = world.simulator.world;
  const deps = { ...world, books, nowMs: timeline.nowMs };
  const random = createSeeded(1);
  const victims = CHATS.filter(({ isVictim, id }) => isVictim && id !== MUTED);
  const back = await Promise.all(
    victims.map(({ id }) =>
      sayAndHear(telegram, { chatId: id, text: '/start' }, FRESH_MS * 2).then(
        () => '',
        () => `${id}`,
      ),
    ),
  );
  const shown = async (alert: Omit<Alert, 'atMs'>) => {
    await sendAlert(alert, deps, random);
    const isShown = () =>
      telegram.messages(FRESH.person).find(({ text }) => text.includes(alert.mark));
    return telegram.waitFor(isShown, FRESH_MS).catch(() => undefined);
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
    ...(failure === undefined ? [finding('fresh', 'a failure was not shown within 5 s')] : []),
    ...(request === undefined ? [finding('fresh', 'a request was not shown within 5 s')] : []),
    ...(answer === undefined ? [finding('fresh', 'a tap did not count within 5 s')] : []),
  ];
}

async function tapOn({ world, books, timeline }: Run, messageId?: number) {
  if (messageId === undefined) return undefined;
  const telegram = world.simulator.world;
  const at = { chatId: FRESH.person, messageId, personId: FRESH.person, row: 0, column: 0 };
  const mark = 'ask-0-9001x';
  const by = FRESH.person;
  books.taps.push({ mark, verdict: 'approved', via: 'tap', by, atMs: timeline.nowMs() });
  const answer = await telegram.tap({ ...at, timeoutMs: FRESH_MS }).catch(() => undefined);
  const isSettled = () =>
    telegram.message(FRESH.person, messageId)?.keyboard.length === 0 ? true : undefined;
  const settled = await telegram.waitFor(isSettled, FRESH_MS).catch(() => undefined);
  return settled === true ? `"${answer?.text ?? ''}"` : undefined;
}

interface Patience {
  readonly leftMs: () => number;
  readonly facts: string[];
}

/** Alerts and outcomes are shown; or visibly put aside, and shown a little later. */
async function judgeShown(run: Run, { leftMs, facts }: Patience): Promise<Finding[]> {
  const { world, books, timeline } = run;
  const telegram = world.simulator.world;
  const isDone = () => unshown(telegram, books.alerts).length === 0;
  await until(isDone, { withinMs: leftMs() });
  const late = unshown(telegram, books.alerts);
  const aside = await putAside(run);
  if (late.length > 0) {
    facts.push(`not shown after 15 s: ${late.length}; said to wait or be put aside: ${aside}`);
    await until(isDone, { withinMs: ASIDE_MS });
  }
  const decided = new Set((await decidedNow(run)).keys());
  const isTold = () => openCopies(telegram, decided).alone.length === 0;
  await until(isTold, { withinMs: late.length > 0 ? ASIDE_MS : FRESH_MS * 2 });
  const still = unshown(telegram, books.alerts);
  facts.push(`all shown: ${((timeline.nowMs() - timeline.calmAtMs) / 1_000).toFixed(1)} s`);
  const open = openCopies(telegram, decided);
  facts.push(`${open.repeats.length} repeats of copies that kept their buttons`);
  const invisible = late.length > 0 && aside === 0;
  return [
    ...(invisible ? several('chats', 'alert not shown, and nothing says so', late) : []),
    ...several('chats', 'alert never shown', still),
    ...several('requests', 'copy of a decided request with buttons', open.alone),
    ...several(
      'requests',
      'decision that never counted',
      undecided(books, await standings(world.urls[0] ?? '')),
    ),
  ];
}

async function decidedNow({ world }: Run) {
  const all = await standings(world.urls[0] ?? '');
  return new Map([...all].filter(([, { status }]) => status !== 'pending'));
}

/** How many things wait, by what operators read. */
async function putAside({ world }: Run): Promise<number> {
  const sizes = await Promise.all(
    world.urls.map(async (url) => {
      const response = await fetch(`${url}/api/v1/health`);
      const { queue_size: size } = (await response.json()) as { queue_size?: number };
      return size ?? 0;
    }),
  );
  return Math.max(...sizes);
}
