// Pages in the browser that all files share, patient enough for a machine several times slower than a desk's.
import { mkdirSync } from 'node:fs';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Frame,
  type Page,
} from 'playwright-core';
import { inject } from 'vitest';

/** Screenshots for whoever wants to look at what the test saw. */
const SHOTS = 'reports/screens';
const PATIENCE_MS = 90_000;
/** `BROWSER_SLOWDOWN=6`: pages compute as if the processor were six times slower. */
const SLOWDOWN = Number(process.env.BROWSER_SLOWDOWN ?? 1);

let connecting: Promise<Browser> | undefined;

/** A page in a browser session of its own: no cookie and nothing remembered is shared with another. */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  connecting ??= chromium.connect(inject('browserEndpoint'), { timeout: PATIENCE_MS });
  const browser = await connecting;
  const context = await browser.newContext({
    locale: 'en',
    viewport: { width: 1200, height: 800 },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  if (SLOWDOWN > 1) {
    await slow(page, page);
    // Pages of another server have a process of their own.
    page.on('framenavigated', (frame) => void slow(page, frame).catch(() => {}));
  }
  return page;
}

async function slow(page: Page, target: Page | Frame): Promise<void> {
  const session = await page.context().newCDPSession(target);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
}

export async function shoot(page: Page, name: string, fullPage = false): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage });
}

/** What the page complains about from now on, in its console or by an error; `isExpected` leaves some out. */
export function complaintsOf(
  page: Page,
  complaints: string[] = [],
  isExpected: (text: string) => boolean = () => false,
): string[] {
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !isExpected(text)) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
