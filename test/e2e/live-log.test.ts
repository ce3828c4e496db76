// A live log in the built program: its buttons, and the whole log as a file.
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANA, createWorld, type World } from '../helpers/world.ts';

let world: World;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jw-logs-'));
  const settings = { LOGS_DIR: folder, TAIL_INTERVAL_MS: '500' };
  world = await createWorld({ limits: 'off', settings });
  await world.start();
});
afterAll(async () => {
  await world.end();
  await rm(folder, { recursive: true });
});

const tell = (event_type: string, data: object) => {
  const event = { event_type, project_id: 'shop', session_id: 'S1', job_id: 'build-7', data };
  return world.client.xadd('televibe:stream:shop', '*', 'event', JSON.stringify(event));
};

const find = (pattern: RegExp) => {
  const { world: telegram } = world.simulator;
  return telegram.waitFor(
    () => telegram.messages(ANA).findLast(({ text, from }) => from.isBot && pattern.test(text)),
    60_000,
  );
};

const say = (text: string) => world.simulator.world.say({ chatId: ANA, personId: ANA, text });

async function tap(pattern: RegExp, label: string) {
  const message = await find(pattern);
  const button = message.keyboard.flat().find(({ text }) => text === label);
  const data = String(button?.callback_data);
  await world.simulator.world.tap({
    chatId: ANA,
    messageId: message.messageId,
    personId: ANA,
    data,
  });
}

const write = (text: string) => appendFile(join(folder, 'build-7.log'), text);

it('is paused, goes on and is stopped by its buttons, and is sent whole as a file', async () => {
  const early = Array.from({ length: 30_000 }, (_, at) => `step ${at}\n`).join('');
  await writeFile(join(folder, 'build-7.log'), `\u001B[1mbegin\u001B[0m\n${early}`);
  await tell('job.started', { instruction: 'Build it' });
  say('/start');
  await find(/jobwire/);
  await find(/Build it/);
  say('/tail build-7 5');
  await find(/Log: Build it · build-7[\s\S]*Live[\s\S]*step 29999/);
  await tap(/Log: Build it · build-7/, '⏸️ Pause');
  await find(/Paused[\s\S]*step 29999/);
  await write('password=hunter2secret\n');
  await tap(/Log: Build it · build-7[\s\S]*Paused/, '▶️ Go on');
  await find(/Live[\s\S]*password=\[redacted: password\]/);
  await tap(/Log: Build it · build-7/, '⏹️ Stop the log');
  const stopped = await find(/Log: Build it · build-7[\s\S]*Stopped/);
  await tap(/Log: Build it · build-7[\s\S]*Stopped/, '📄 Full log');
  const file = await find(/^📄 Log of build-7 · \d/);
  const whole = `begin\n${early}password=[redacted: password]\n`;
  expect(file.document).toMatchObject({ name: 'build-7.log', sizeBytes: whole.length });
  expect(file.replyTo).toBe(stopped.messageId);
});
