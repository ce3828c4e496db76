// The dashboard: a page that shows nothing by itself; everything comes from the API of this server.
import { effect, untracked } from '@preact/signals';
import { render } from 'preact';
import { resumeSession, session, signedIn, signIn } from './api/session.ts';
import { startTicking } from './browser/browser-clock.ts';
import { address, watchAddress } from './browser/location.ts';
import { stayConnected } from './live/connection.ts';
import { loadLanguage } from './locale/texts.ts';
import { Shell } from './shell/shell.tsx';
import { telegramLoginIn } from './telegram/login.ts';
import { beginMiniApp, miniAppIn } from './telegram/mini-app.ts';

void start();

async function start(): Promise<void> {
  const { hash } = location;
  const miniApp = miniAppIn(hash);
  const login = telegramLoginIn(hash);
  if (miniApp !== undefined) beginMiniApp(miniApp);
  if (miniApp !== undefined || login !== undefined) forgetHash();
  watchAddress();
  startTicking();
  const entered = enter({ initData: miniApp?.initData, login });
  await loadLanguage();
  const root = document.getElementById('app');
  if (root !== null) render(<Shell />, root);
  await entered;
  stayLiveWhileSignedIn();
}

interface Entrance {
  readonly initData: string | undefined;
  readonly login: Record<string, unknown> | undefined;
}

async function enter({ initData, login }: Entrance): Promise<void> {
  await resumeSession();
  if (initData !== undefined) return signIn({ init_data: initData });
  if (login !== undefined) return signIn({ login });
}

/** It can sign somebody in: it must not stay in the address, which people copy. */
function forgetHash(): void {
  history.replaceState(null, '', location.pathname + location.search);
  address.value = new URL(location.href);
}

function stayLiveWhileSignedIn(): void {
  let stop = () => {};
  effect(() => {
    stop();
    if (session.value.kind !== 'signed-in') return;
    const abort = new AbortController();
    stop = () => abort.abort();
    // Another language is no reason to connect anew.
    untracked(() => {
      void loadLanguage(signedIn.value?.locale);
      void stayConnected(abort.signal);
    });
  });
}
