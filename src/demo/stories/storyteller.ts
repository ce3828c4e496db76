// Tells a story over and over, each time with new ids, until all is over.
import { createScene, type SceneDeps } from './scene.ts';
import type { Story } from './story.ts';

/** Between the end of a story and its next beginning, at the pace of a lively minute. */
const BETWEEN_MS = 60_000;

/** Resolves with the abort. */
export async function tellForever(deps: SceneDeps, story: Story): Promise<void> {
  const { clock, tempo, signal } = deps;
  await clock.sleep(story.beginsAfterMs, signal);
  for (let round = 0; !signal.aborted; round += 1) {
    await story.tell(createScene(deps, round));
    await clock.sleep(tempo.vary(BETWEEN_MS) * tempo.factor(), signal);
  }
}
