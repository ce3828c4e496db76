// The page of the HTTP API in a real browser, at the width of a phone.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ALL_DIALECTS } from '../../src/dialects/all-dialects.ts';
import { type HttpApi, startHttpApi } from '../http/http-api.ts';
import { newPage } from './browser.ts';

const WIDTH = 360;

let api: HttpApi;
let page: Page;
const problems: string[] = [];
const asked: string[] = [];

beforeAll(async () => {
  api = await startHttpApi({ dialects: ALL_DIALECTS });
  page = await newPage({ viewport: { width: WIDTH, height: 740 } });
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${api.url}/docs`);
});
afterAll(async () => {
  await page?.context().close();
  await api?.stop();
});

it('shows every operation, and a link leads to it', async () => {
  const document = JSON.parse(await (await api.get('/openapi.json')).text());
  const ids = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap(
    (methods) => Object.values(methods).map(({ operationId }) => operationId),
  );
  const shown = await page.locator('main article h3 code').count();
  expect(shown).toBe(ids.length);
  await page.locator('nav a[href="#askApproval"]').click();
  const top = await page.evaluate(
    'document.querySelector("#askApproval").getBoundingClientRect().top',
  );
  expect(top).toBeLessThan(100);
});

it('fits a phone: nothing is wider than the screen', async () => {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(WIDTH);
});

it('is styled, asks for nothing else, and reports no problem', async () => {
  const font = await page.evaluate('getComputedStyle(document.querySelector("pre")).fontFamily');
  expect(font).toContain('monospace');
  expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([`${api.url}/docs`]);
  expect(problems).toEqual([]);
});
