// Makes the pictures of docs/approvals.md and docs/messages.md anew: the built bot, the simulator's chat page, Chromium.
// Usage: npm run -s build && npx tsx scripts/screens.mjs [folder]
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { approvalKey } from '../src/approvals/requests/approval-key.ts';
import { publish } from '../test/helpers/publish.ts';
import { createWorld } from '../test/helpers/world.ts';
import { DEPLOY, DONE, MIGRATE, PUSH, STEPS, TRACEBACK } from './screens-data.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PICTURES = process.argv[2] ?? 'docs/images';
const [ANA, BEN, CLARA] = [1001, 1002, 1003];
/** The page's look on a telephone; a bubble takes most of it. */
const VIEWPORT = { width: 719, height: 1_400 };
const [WIDTH, MARGIN] = [600, 2];
/** Characters of a line before a time of day. */
const BEGINNING = 9;
const WAIT_MS = 20_000;

const POLICIES = `
approvals:
  - { match: { scope: deploy }, required: 2, reason_required: deny, expires_after: 30m }
  - { match: { scope: migrate }, expires_after: 4m, remind: ["2%"] }
`;

const folder = await mkdtemp(join(tmpdir(), 'jobwire-screens-'));
const policyFile = join(folder, 'policy.yaml');
const runs = join(folder, 'runs');
await Promise.all([mkdir(runs), mkdir(PICTURES, { recursive: true })]);
await writeFile(policyFile, POLICIES);
const world = await createWorld({
  limits: 'off',
  settings: {
    POLICY_FILE: policyFile,
    PIPELINE_RUNS_DIR: runs,
    ADMIN_USER_IDS: `${ANA},${BEN},${CLARA}`,
  },
});
const telegram = world.simulator.world;
async function meet(id, firstName, languageCode) {
  telegram.addPerson({ id, firstName, languageCode });
  telegram.addPrivateChat(id);
  await say(id, '/start', /jobwire/);
  await say(id, '/level approvals', /./);
}

async function inEnglish(page) {
  await page.goto(`${world.simulator.pageUrl}#as=${ANA}&chat=${ANA}`);
  await onePush(page);
  await twoDeploys(page);
  await ends(page);
  await gate(page);
  await list(page);
  await running(page);
}

/** Asked, recorded, picked up; then a second one that its job never hears. */
async function onePush(page) {
  const asked = await ask('job-42', PUSH);
  await picture(page, 'asked', [asked]);
  await tap(asked, ANA, 0);
  await settled(asked, /Saved/);
  await picture(page, 'awaited', [asked]);
  await sign('job-42');
  await settled(asked, /Picked up/);
  await picture(page, 'picked-up', [asked]);
  const unheard = await ask('job-43', { ...PUSH, context: { commits: 2 } });
  await tap(unheard, ANA, 0);
  await settled(unheard, /Saved/);
  await world.client.zadd('jobwire:approvals:acknowledgements-due', 'XX', 1, keyOf('ask-43'));
  await settled(unheard, /No reaction/);
  await picture(page, 'unheard', [unheard]);
}

/** Two people approve one; one is denied with a reason. */
async function twoDeploys(page) {
  const asked = await ask('job-50', DEPLOY);
  const copy = await shown('job-50', BEN);
  await tap(copy, BEN, 0);
  await changed(asked, /1 of 2/);
  await picture(page, 'voted', [asked]);
  await tap(asked, ANA, 0);
  await settled(asked, /Approved/);
  await sign('job-50');
  await settled(asked, /Picked up/);
  await picture(page, 'approved', [asked]);
  const denied = await ask('job-51', DEPLOY);
  await tap(denied, ANA, 1);
  const question = await told(ANA, ({ forceReply, text }) => forceReply && /why/.test(text));
  await picture(page, 'question', [denied, question]);
  telegram.say({
    chatId: ANA,
    personId: ANA,
    text: 'Not on a Friday afternoon.',
    replyTo: question.messageId,
  });
  await settled(denied, /Denied/);
  await told(ANA, ({ text }) => text.includes('You denied'));
  await picture(page, 'denied-with-reason', [denied]);
}

async function ends(page) {
  const expired = await ask('job-60', MIGRATE);
  const reminder = await told(ANA, ({ text }) => /^🔔/.test(text));
  await picture(page, 'reminder', [expired, reminder]);
  await world.client.zadd('jobwire:approvals:deadlines', 'XX', 1, keyOf('ask-60'));
  await settled(expired, /Expired/);
  await picture(page, 'expired', [expired]);
  const withdrawn = await ask('job-61', { ...PUSH, context: {} });
  await event('job.failed', 'job-61', { error: 'The disk is full.' });
  await settled(withdrawn, /Withdrawn/);
  await picture(page, 'withdrawn', [withdrawn]);
}

async function gate(page) {
  const job = 'trailer-7';
  await mkdir(join(runs, job));
  const line = JSON.stringify({
    ts: new Date().toISOString(),
    type: 'gate_pause',
    stage: 'storyboard',
    message: 'Twelve frames are drawn; look at them before they are animated.',
    payload: { approval_id: 'gate-1', timeout_seconds: 1_800 },
  });
  await appendFile(join(runs, job, 'events.jsonl'), `${line}\n`);
  const asked = await told(ANA, ({ text }) => /storyboard/.test(text));
  await picture(page, 'gate', [asked]);
}

async function list(page) {
  const first = await ask('job-70', PUSH);
  await tap(await ask('job-71', DEPLOY), ANA, 0);
  await ask('job-72', { ...PUSH, action: 'git push origin release' });
  await ask('job-73', { ...PUSH, action: 'npm publish', requested_by: { id: `${ANA}` } });
  telegram.say({ chatId: ANA, personId: ANA, text: '/approvals' });
  const answer = await told(ANA, ({ text }) => text.startsWith('Waiting for you'));
  await picture(page, 'list', [answer]);
  await tapButton(answer, /☐ 1/);
  await tapButton(answer, /☐ 2/);
  await button(answer, /\(2\)/);
  await tapButton(answer, /Approve/);
  await settled(first, /Approved/);
  await changed(answer, /No longer/);
  await picture(page, 'list-decided', [answer]);
}

/** A card while its job runs; its failure, that somebody has seen it, and that it was fixed. */
async function running(page) {
  await say(ANA, '/level all', /everything/);
  await event('job.started', 'job-90', { instruction: 'Roll out shop 3.8.1' });
  for (const [at, step] of STEPS.entries()) {
    const fields = { tool: step[0], file: step[1], progress: (at + 1) / 8, cost_usd: at + 0.31 };
    await event('job.progress', 'job-90', { ...fields, budget_usd: 12 });
  }
  const card = await told(ANA, ({ text }) => text.includes('smoke.test.ts'));
  await picture(page, 'job-card', [card]);
  await event('job.failed', 'job-90', { error: TRACEBACK });
  const failure = await told(
    ANA,
    ({ text }) => /3.8.1 failed/.test(text) && /Connection/.test(text),
  );
  await picture(page, 'job-failed', [failure]);
  await tap(failure, ANA, numberOf(failure, /Seen/));
  await changed(failure, /seen by/);
  await event('job.started', 'job-91', { instruction: 'Roll out shop 3.8.1' });
  await event('job.completed', 'job-91', DONE);
  await changed(failure, /fixed/);
  const done = await told(ANA, ({ text }) => /3.8.1 done/.test(text));
  await picture(page, 'job-fixed', [failure, done]);
}

async function inGerman(page) {
  await page.goto('about:blank');
  await page.goto(`${world.simulator.pageUrl}#as=${CLARA}&chat=${CLARA}`);
  await ask('job-80', DEPLOY);
  const asked = await shown('job-80', CLARA);
  await picture(page, 'asked-de', [asked]);
  await tap(asked, CLARA, numberOf(asked, /Begründung/));
  const question = await told(CLARA, ({ forceReply }) => forceReply);
  telegram.say({
    chatId: CLARA,
    personId: CLARA,
    text: 'Nicht am Freitagnachmittag.',
    replyTo: question.messageId,
  });
  await settled(asked, /Abgelehnt/);
  await picture(page, 'denied-de', [asked]);
}

/** Answers the request's message in Ana's chat. */
async function ask(job, data) {
  await event('job.approval_needed', job, { approval_id: job.replace('job', 'ask'), ...data });
  return shown(job, ANA);
}

function event(type, job, data) {
  const place = { project_id: 'acme/shop', session_id: 'checkout', job_id: job };
  return publish(world.client, { event_type: type, ...place, data });
}

const keyOf = (id) => approvalKey({ projectId: 'acme/shop', visibility: 'public' }, id);
const sign = (job) => event('job.progress', job, { message: 'going on' });

/** The open request of a job in a chat, once it is there. */
const shown = (job, chatId) =>
  told(chatId, ({ text, keyboard }) => keyboard.length > 0 && text.includes(job));

const told = (chatId, isIt) =>
  telegram.waitFor(
    () => telegram.messages(chatId).findLast((one) => one.from.isBot && isIt(one)),
    WAIT_MS,
  );

/** As it is now. */
const current = ({ chatId, messageId }) => telegram.message(chatId, messageId);

const changed = (message, says) =>
  telegram.waitFor(() => says.test(current(message)?.text ?? ''), WAIT_MS);

async function settled(message, says) {
  await changed(message, says);
  await telegram.waitFor(() => current(message)?.keyboard.length === 0, WAIT_MS);
}

async function say(personId, text, answer) {
  telegram.say({ chatId: personId, personId, text });
  await told(personId, (message) => answer.test(message.text));
}

/** `button`: its number, from 0. */
function tap(message, personId, button) {
  const { callback_data: data } = current(message).keyboard.flat()[button];
  const { chatId, messageId } = message;
  return telegram.tap({ chatId, messageId, personId, data, timeoutMs: WAIT_MS });
}

const numberOf = (message, label) =>
  current(message)
    .keyboard.flat()
    .findIndex(({ text }) => label.test(text));

const button = (message, label) => telegram.waitFor(() => numberOf(message, label) >= 0, WAIT_MS);

async function tapButton(message, label) {
  await button(message, label);
  await tap(message, ANA, numberOf(message, label));
}

/** What the world knows, the page draws a moment later; times it tells in its own way. */
async function drawn(row, text) {
  const lines = text.split('\n').map((line) => line.trim().slice(0, BEGINNING));
  for (const line of lines.filter((one) => one !== '')) {
    await row.getByText(line).first().waitFor();
  }
}

/** The part of the chat from the first to the last of these messages. */
async function picture(page, name, messages) {
  const rows = messages.map(({ messageId }) => page.locator(`[data-message-id="${messageId}"]`));
  for (const [at, row] of rows.entries()) await drawn(row, current(messages[at]).text);
  await page.evaluate(() => document.fonts.ready);
  await rows.at(-1).scrollIntoViewIfNeeded();
  const boxes = await Promise.all(rows.map((row) => row.boundingBox()));
  const top = Math.min(...boxes.map(({ y }) => y)) - MARGIN;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + MARGIN;
  await page.screenshot({
    path: join(PICTURES, `${name.startsWith('job-') ? '' : 'approval-'}${name}.png`),
    animations: 'disabled',
    clip: { x: 0, y: top, width: WIDTH, height: bottom - top },
  });
  console.log(name);
}

async function main() {
  let browser;
  try {
    await world.start();
    await meet(BEN, 'Ben', 'en');
    await meet(ANA, 'Ana', 'en');
    await meet(CLARA, 'Clara', 'de');
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const page = await browser.newPage({
      viewport: VIEWPORT,
      colorScheme: 'light',
    });
    await inEnglish(page);
    await inGerman(page);
  } finally {
    await browser?.close();
    await world.end();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
