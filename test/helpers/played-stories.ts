// The stories of the demo without their pauses: the messages that each run of one publishes, in order, as they come in.
import { createDecisions } from '../../src/demo/bus/decisions.ts';
import { BUILD_STORY } from '../../src/demo/stories/build-story.ts';
import { DELIVERY_STORY } from '../../src/demo/stories/delivery-story.ts';
import { JOBS_STORY } from '../../src/demo/stories/jobs-story.ts';
import { PIPELINE_STORY } from '../../src/demo/stories/pipeline-story.ts';
import { createScene } from '../../src/demo/stories/scene.ts';
import type { Story } from '../../src/demo/stories/story.ts';
import { dialectNamed } from '../../src/dialects/all-dialects.ts';
import type { RawMessage } from '../../src/dialects/dialect.ts';
import { systemClock } from '../../src/runtime/clock.ts';

const ROUNDS = 2;

/** By `<dialect>: <number of the run>`. People approve what is asked. */
export async function playStories(): Promise<ReadonlyMap<string, readonly RawMessage[]>> {
  const played = new Map<string, readonly RawMessage[]>();
  for (const [story, dialect] of [
    [JOBS_STORY, 'jobs'],
    [BUILD_STORY, 'build'],
    [PIPELINE_STORY, 'pipeline'],
    [DELIVERY_STORY, 'delivery'],
  ] as const) {
    for (let round = 0; round < ROUNDS; round += 1) {
      played.set(`${dialect}: ${round}`, await play(story, dialect, round));
    }
  }
  return played;
}

async function play(story: Story, dialect: string, round: number): Promise<RawMessage[]> {
  const messages: RawMessage[] = [];
  const add = (source: string, text: string, about: RawMessage['about'] = {}) =>
    messages.push({ dialect, source, text, about, arrivedAt: systemClock.now() });
  const scene = createScene(
    {
      clock: { ...systemClock, sleep: async () => {} },
      decisions: createDecisions(),
      tempo: { factor: () => 1, vary: (ms) => ms },
      retry: (_, act) => act(),
      signal: new AbortController().signal,
      publishOn: async (channel, message) => {
        const [, jobId] = /^job:(.*):events$/.exec(channel) ?? [];
        add(
          channel,
          JSON.stringify(message),
          jobId === undefined ? {} : { jobId, projectId: 'shop' },
        );
      },
      addEntry: async (stream, fields) => {
        const text = dialectNamed(dialect).textOf?.(new Map(Object.entries(fields)));
        add(stream, text ?? '');
      },
      setHash: async () => {},
      runs: {
        append: async (jobId, line) => {
          add(`${jobId}/events.jsonl`, JSON.stringify(line), { jobId });
        },
      },
    },
    round,
  );
  await story.run({
    ...scene,
    ask: async ({ publish }) => {
      await publish();
      return { kind: 'approved', by: 'Ana' };
    },
  });
  return messages;
}
