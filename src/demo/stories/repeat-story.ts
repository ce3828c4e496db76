// Repeats a story, each time with new ids, until the abort.
import { createScene, type SceneDeps } from './scene.ts';
import type { Story } from './story.ts';

/** From the end of a run to the next one, at the lively pace. */
const BETWEEN_MS = 60_000;

/** Resolves after the abort. */
export async function repeatStory(deps: SceneDeps, story: Story): Promise<void> {
  const { clock, tempo, signal } = deps;
  await clock.sleep(story.startDelayMs, signal);
  for (let round = 0; !signal.aborted; round += 1) {
    await story.run(createScene(deps, round));
    await clock.sleep(tempo.vary(BETWEEN_MS) * tempo.factor(), signal);
  }
}
