// Whether anybody can see the page. A browser opens few connections to a server, and all its tabs share them: those of
// tabs that nobody looks at, and of pages that it keeps for *Back*, would leave none for the one that is looked at.
import { pause } from './browser-clock.ts';

/** Looking away for a moment costs nothing. */
const HIDDEN_MS = 3_000;

/** Somebody went on to another page, and this one is kept as it is. */
let isLeft = false;
addEventListener('pagehide', () => {
  isLeft = true;
});
addEventListener('pageshow', () => {
  isLeft = false;
});

/** Resolves as soon as the page is visible, or when `abort` is aborted. */
export async function whenVisible(abort: AbortSignal): Promise<void> {
  while ((document.hidden || isLeft) && !abort.aborted) await visibilityChange(abort);
}

/** Calls `run` once the page has been hidden for a while, or is left, until `abort`. */
export async function whenHiddenForLong(run: () => void, abort: AbortSignal): Promise<void> {
  while (!abort.aborted) {
    const changed = new AbortController();
    const over = visibilityChange(abort).then(() => changed.abort());
    if (document.hidden) await pause(HIDDEN_MS, changed.signal);
    else await over;
    if (isLeft || (document.hidden && !changed.signal.aborted)) return run();
  }
}

function visibilityChange(abort: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const options = { once: true, signal: abort };
    document.addEventListener('visibilitychange', () => resolve(), options);
    for (const type of ['pagehide', 'pageshow']) addEventListener(type, () => resolve(), options);
    abort.addEventListener('abort', () => resolve(), { once: true });
  });
}
