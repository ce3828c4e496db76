import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANA, BEN, type Bench, FORUM, startBench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const command = (name: string, description = 'what it does') => ({ command: name, description });
const refused = (commands: unknown) => bench.refusal('setMyCommands', { commands });

describe('setMyCommands', () => {
  it.each(['Jobs', 'two words', '', 'x'.repeat(33), 'é'])('refuses the name %j', async (name) => {
    expect(await refused([command(name)])).toBe('400 Bad Request: BOT_COMMAND_INVALID');
  });

  it('refuses a description that is empty or over 256 characters', async () => {
    expect(await refused([command('jobs', ' ')])).toContain('DESCRIPTION_INVALID');
    expect(await refused([command('jobs', 'x'.repeat(257))])).toContain('DESCRIPTION_INVALID');
  });

  it('accepts 100 commands, not 101', async () => {
    const commands = Array.from({ length: 101 }, (_, at) => command(`c${at}`));
    expect(await refused(commands)).toBe('400 Bad Request: BOT_COMMANDS_TOO_MUCH');
    const taken = await bench.call('setMyCommands', { commands: commands.slice(0, 100) });
    expect(taken.result).toBe(true);
  });

  it('keeps a list for each scope and language; people see the narrowest', async () => {
    const set = (name: string, more: object) =>
      bench.call('setMyCommands', { commands: [command(name)], ...more });
    await set('everywhere', {});
    await set('private_en', { scope: { type: 'all_private_chats' } });
    await set('private_de', { scope: { type: 'all_private_chats' }, language_code: 'de' });
    await set('admins', { scope: { type: 'all_chat_administrators' } });
    await set('for_ana', { scope: { type: 'chat_member', chat_id: FORUM, user_id: ANA } });
    const shown = (chatId: number, personId: number) =>
      bench.world.commandsFor(chatId, personId).map((one) => one.command);
    expect(shown(ANA, ANA)).toEqual(['private_en']);
    expect(shown(BEN, BEN)).toEqual(['private_de']);
    expect(shown(FORUM, BEN)).toEqual(['admins']);
    expect(shown(FORUM, ANA)).toEqual(['for_ana']);
    const german = { scope: { type: 'all_private_chats' }, language_code: 'de' };
    expect((await bench.call('getMyCommands', german)).result).toEqual([command('private_de')]);
    await bench.call('deleteMyCommands', german);
    expect(shown(BEN, BEN)).toEqual(['private_en']);
  });

  it('refuses unknown scopes and languages', async () => {
    const commands = [command('jobs')];
    expect(await bench.refusal('setMyCommands', { commands, scope: { type: 'planet' } })).toContain(
      'Unsupported',
    );
    expect(await bench.refusal('setMyCommands', { commands, language_code: 'german' })).toContain(
      'language_code',
    );
  });
});

describe('getChatMember', () => {
  it('gives the role, and who left', async () => {
    const member = (user_id: number) => bench.call('getChatMember', { chat_id: FORUM, user_id });
    expect((await member(BEN)).result).toMatchObject({ status: 'administrator' });
    expect((await member(1003)).result.status).toBe('left');
    expect((await member(7)).description).toBe('Bad Request: user not found');
  });
});
