// Whether anybody can see the page. A browser opens few connections to a server, and all its tabs share them: those of
// tabs that nobody looks at would leave none for the one that is looked at.
import { pause } from './browser-clock.ts';

/** Looking away for a moment costs nothing. */
const HIDDEN_MS = 20_000;

/** Resolves as soon as the page is visible, or when `abort` is aborted. */
export async function whenVisible(abort: AbortSignal): Promise<void> {
  while (document.hidden && !abort.aborted) await visibilityChange(abort);
}

/** Calls `run` once the page has been hidden for a while, until `abort`. */
export async function whenHiddenForLong(run: () => void, abort: AbortSignal): Promise<void> {
  while (!abort.aborted) {
    const changed = new AbortController();
    const over = visibilityChange(abort).then(() => changed.abort());
    if (document.hidden) await pause(HIDDEN_MS, changed.signal);
    else await over;
    if (document.hidden && !changed.signal.aborted) return run();
  }
}

function visibilityChange(abort: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    document.addEventListener('visibilitychange', () => resolve(), { once: true, signal: abort });
    abort.addEventListener('abort', () => resolve(), { once: true });
  });
}
