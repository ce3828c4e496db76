import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, type Bench, FORUM, SUPERGROUP, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const say = (text: string, more: object = {}) =>
  bench.world.say({ chatId: ANA, personId: ANA, text, ...more });
const textsOf = (updates: { message: { text: string } }[]) => updates.map((u) => u.message.text);

describe('getUpdates', () => {
  it('repeats what was not confirmed; an offset confirms everything below it', async () => {
    for (const text of ['a', 'b', 'c']) say(text);
    const first = await bench.updates();
    expect(textsOf(first)).toEqual(['a', 'b', 'c']);
    expect(textsOf(await bench.updates())).toEqual(['a', 'b', 'c']);
    const { result } = await bench.call('getUpdates', { offset: first[1].update_id });
    expect(textsOf(result)).toEqual(['b', 'c']);
    expect(textsOf(await bench.updates())).toEqual(['b', 'c']);
  });

  it('gives at most `limit`, the oldest first; a negative offset keeps the newest', async () => {
    for (const text of ['a', 'b', 'c']) say(text);
    expect(textsOf((await bench.call('getUpdates', { limit: 2 })).result)).toEqual(['a', 'b']);
    expect(textsOf((await bench.call('getUpdates', { offset: -1 })).result)).toEqual(['c']);
    expect(textsOf(await bench.updates())).toEqual(['c']);
  });

  it('waits for the next update', async () => {
    const polling = bench.call('getUpdates', { timeout: 30 });
    await bench.world.waitFor((world) => world.calls.some(({ answer }) => answer === undefined));
    say('now');
    expect(textsOf((await polling).result)).toEqual(['now']);
  });

  it('ends the older of two polls with 409', async () => {
    const older = bench.call('getUpdates', { timeout: 30 });
    await bench.world.waitFor((world) => world.calls.length === 1);
    const newer = bench.call('getUpdates', { timeout: 30 });
    expect(await older).toMatchObject({
      status: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    say('for the newer');
    expect((await newer).result).toHaveLength(1);
  });

  it('forgets a poller that hung up, and loses nothing', async () => {
    const hangUp = new AbortController();
    const polling = bench.call('getUpdates', { timeout: 30 }, hangUp.signal);
    await bench.world.waitFor((world) => world.calls.length === 1);
    hangUp.abort();
    await expect(polling).rejects.toThrow();
    await bench.world.waitFor((world) => world.calls[0]?.answer !== undefined);
    say('kept');
    expect(textsOf(await bench.updates())).toEqual(['kept']);
  });

  it('keeps only the kinds that were asked for', async () => {
    await bench.call('getUpdates', { allowed_updates: ['callback_query'] });
    say('unheard');
    await bench.call('getUpdates', { allowed_updates: [] });
    say('heard');
    expect(textsOf(await bench.updates())).toEqual(['heard']);
  });
});

describe('what the bot receives', () => {
  it('is a command with its entity', async () => {
    say('/tail@jobwire_bot job-1');
    const [{ message }] = await bench.updates();
    expect(message).toMatchObject({
      from: { id: ANA, is_bot: false, first_name: 'Ana', language_code: 'en' },
      chat: { id: ANA, type: 'private' },
      text: '/tail@jobwire_bot job-1',
      entities: [{ type: 'bot_command', offset: 0, length: 17 }],
    });
  });

  it('in a group is commands and replies to it, not talk, not commands for others', async () => {
    const { message_id } = await bench.send({ chat_id: FORUM });
    const inForum = { chatId: FORUM };
    say('just talk', inForum);
    say('/jobs@another_bot', inForum);
    say('/jobs', inForum);
    say('because of the freeze', { ...inForum, replyTo: message_id });
    expect(textsOf(await bench.updates())).toEqual(['/jobs', 'because of the freeze']);
  });

  it('in a topic has the topic, and the topic itself as the replied-to message', async () => {
    say('/jobs', { chatId: FORUM, topicId: 7 });
    const [{ message }] = await bench.updates();
    expect(message).toMatchObject({
      message_thread_id: 7,
      is_topic_message: true,
      reply_to_message: { message_id: 7, forum_topic_created: { name: 'Deploys' } },
    });
  });

  it('in a thread of replies has a thread id that is no topic', async () => {
    const { message_id } = await bench.send({ chat_id: SUPERGROUP });
    say('/jobs', { chatId: SUPERGROUP, replyTo: message_id });
    const [{ message }] = await bench.updates();
    expect(message.message_thread_id).toBe(message_id);
    expect(message).not.toHaveProperty('is_topic_message');
  });
});

describe('the HTTP interface', () => {
  it('answers 401 to a wrong token and 404 to an unknown method', async () => {
    const wrong = await fetch(`${bench.apiRoot}/bot1:x/getMe`);
    expect([wrong.status, await wrong.json()]).toEqual([
      401,
      { ok: false, error_code: 401, description: 'Unauthorized' },
    ]);
    expect(await bench.refusal('sendDice', {})).toBe('404 Not Found');
  });

  it('accepts GET with a query, and names in any case', async () => {
    const response = await fetch(`${bench.apiRoot}/bot${bench.token}/getme`);
    expect(await response.json()).toMatchObject({
      ok: true,
      result: { is_bot: true, username: 'jobwire_bot', can_read_all_group_messages: false },
    });
  });

  it('refuses a body that is not JSON', async () => {
    const response = await fetch(`${bench.apiRoot}/bot${bench.token}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
  });
});
