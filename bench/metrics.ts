// What do metrics cost an event? What is counted of each one that is journalled, against decoding it in the same
// run, which is the least that happens to it. Run: npx tsx bench/metrics.ts [events]
import { dialectNamed } from '../src/dialects/all-dialects.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { createMetrics } from '../src/runtime/metrics.ts';
import { median } from './figures.ts';

const EVENTS = Number(process.argv[2] ?? 100_000);
const ROUNDS = 5;
const [TYPES, PROJECTS] = [30, 150];
/** Of the time that decoding takes. */
const AIM = 0.2;

const televibe = dialectNamed('televibe');
const metrics = createMetrics();

const messages = Array.from({ length: 1_000 }, (_, at) => ({
  dialect: 'televibe',
  source: 'televibe:stream:bench',
  arrivedAt: 1_772_442_000_000,
  text: JSON.stringify({
    event_id: `bench-${at}`,
    event_type: `job.kind_${at % TYPES}`,
    timestamp: new Date(1_772_442_000_000 + at).toISOString(),
    source: { component: 'runner', instance_id: 'runner-1' },
    project_id: `project-${at % PROJECTS}`,
    session_id: `S${at % 20}`,
    job_id: `job-${at % 50}`,
    data: { type: 'tool_use', tool: 'Edit', file: `src/module-${at}.ts`, action: 'editing' },
    visibility: 'public',
    recipients: 'all',
  }),
}));

/** Microseconds of processor time for each event. */
function measure(each: (at: number) => void): number {
  const before = process.cpuUsage();
  for (let at = 0; at < EVENTS; at += 1) each(at % messages.length);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / EVENTS;
}

function decode(at: number): void {
  const message = messages[at];
  if (message !== undefined) televibe.decode(message);
}

function count(at: number): void {
  metrics.eventJournalled(`job.kind_${at % TYPES}`, `project-${at % PROJECTS}`, 0.004);
}

const ratios: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const decodingUs = measure(decode);
  const countingUs = measure(count);
  ratios.push(countingUs / decodingUs);
  console.log(
    `round ${round + 1}: counting ${countingUs.toFixed(2)} µs, decoding ${decodingUs.toFixed(2)} µs`,
  );
}
const startedAt = systemClock.monotonic();
const { length } = await metrics.text();
const scrapeMs = systemClock.monotonic() - startedAt;
console.log(`a scrape: ${scrapeMs.toFixed(0)} ms for ${Math.round(length / 1_024)} KB`);
console.log(`median ratio ${median(ratios).toFixed(2)} (aim: at most ${AIM})`);
process.exit(0);
