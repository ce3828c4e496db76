// One Chromium for all files of this folder: started before the first, ended after the last. Each test has contexts of
// its own in it, which share nothing.
import { existsSync } from 'node:fs';
import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where it is joined. */
    readonly browserEndpoint: string;
  }
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let server: BrowserServer | undefined;

export async function setup({ provide }: TestProject): Promise<void> {
  const executablePath = CHROMIUM.find((path) => existsSync(path)) ?? '';
  server = await chromium.launchServer({ executablePath, args: FLAGS, timeout: 120_000 });
  provide('browserEndpoint', server.wsEndpoint());
}

export async function teardown(): Promise<void> {
  await server?.close();
}
