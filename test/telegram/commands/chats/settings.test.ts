import { beforeEach, describe, expect, it } from 'vitest';
import { BEN, CLEO, type CommandKit, createCommandKit, GROUP } from '../command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

describe('/level', () => {
  it('sets how much a chat gets', async () => {
    expect(await kit.told(CLEO, '/level errors')).toContain('failures and requests');
    expect(kit.chatBook.chats.get(CLEO)?.level).toBe('errors');
  });

  it('offers a button for each level and marks the one that is set', async () => {
    await kit.told(CLEO, '/level approvals');
    const { message } = await kit.ask(CLEO, '/level');
    const row = message.buttons?.[0]?.map(({ label, action }) => [label, action]);
    expect(row).toEqual([
      ['all', 'level:all'],
      ['results', 'level:results'],
      ['errors', 'level:errors'],
      ['• approvals •', 'level:approvals'],
      ['off', 'level:off'],
    ]);
  });

  it.each(['/level loud', '/level all errors'])('explains itself after %s', async (text) => {
    const answer = await kit.told(CLEO, text);
    expect(answer).toContain('/level [all|results|errors|approvals|off]');
    expect(answer).toContain('Example: /level errors');
    expect(kit.chatBook.chats.size).toBe(0);
  });

  it('offers the levels after one that there is not', async () => {
    const { message } = await kit.ask(CLEO, '/level loud');
    expect(message.body.text).toMatch(/^There is no level loud\.\n/);
    expect(message.buttons?.[0]?.map(({ action }) => action)).toContain('level:errors');
  });

  it('understands the words of the chat’s language', async () => {
    await kit.told(BEN, '/level Fehler');
    expect(kit.chatBook.chats.get(BEN)?.level).toBe('errors');
    expect(await kit.told(BEN, '/level ergebnisse')).toContain('Beginn, Ergebnisse');
    expect(kit.chatBook.chats.get(BEN)?.level).toBe('results');
  });

  it('explains itself in the language of the chat', async () => {
    expect(await kit.told(BEN, '/level laut')).toContain('Beispiel: /level errors');
    expect(await kit.told(CLEO, '/language de')).toContain('Deutsch');
    expect(await kit.told(CLEO, '/level loud')).toContain('Den Umfang loud gibt es nicht.');
  });
});

describe('/cards', () => {
  it('turns live cards off and on again', async () => {
    expect(await kit.told(CLEO, '/cards off')).toContain('digests');
    expect(kit.chatBook.chats.get(CLEO)?.cards).toBe('off');
    expect(await kit.told(CLEO, '/cards ON')).toContain('live cards');
    expect(kit.chatBook.chats.get(CLEO)).not.toHaveProperty('cards');
  });

  it('offers both, and marks what is set', async () => {
    await kit.told(CLEO, '/cards off');
    const { message } = await kit.ask(CLEO, '/cards');
    const row = message.buttons?.[0]?.map(({ label, action }) => [label, action]);
    expect(row).toEqual([
      ['as live cards', 'cards:on'],
      ['• in digests •', 'cards:off'],
    ]);
  });

  it.each(['/cards maybe', '/cards on off'])('explains itself after %s', async (text) => {
    expect(await kit.told(CLEO, text)).toContain('/cards [on|off]');
    expect(kit.chatBook.chats.size).toBe(0);
  });
});

describe('a topic', () => {
  const topic = (topicId: number) => ({ chatId: GROUP, topicId });

  it('has a level and cards of its own; one that has none has those of its chat', async () => {
    await kit.groupGets(['acme/web'], 7);
    await kit.groupGets(['acme/web'], 8);
    await kit.told(BEN, '/level errors', topic(7));
    expect(await kit.told(BEN, '/cards off', topic(7))).toContain('digests');
    const outside = await kit.told(BEN, '/level approvals', { chatId: GROUP });
    expect(outside).toContain('Topics that have not set this themselves follow.');
    expect(await kit.told(BEN, '/subscriptions', topic(7))).toContain('failures and requests');
    expect(await kit.told(BEN, '/start', topic(7))).toContain('failures and requests');
    expect(await kit.told(BEN, '/subscriptions', topic(8))).toContain(
      'requests and their outcomes',
    );
    const marked = async (text: string, topicId: number) => {
      const { message } = await kit.ask(BEN, text, topic(topicId));
      return message.buttons?.flat().find(({ label }) => label.startsWith('•'))?.action;
    };
    expect([await marked('/level', 7), await marked('/level', 8)]).toEqual([
      'level:errors',
      'level:approvals',
    ]);
    expect([await marked('/cards', 7), await marked('/cards', 8)]).toEqual([
      'cards:off',
      'cards:on',
    ]);
  });
});

describe('/language', () => {
  it('sets the language of a chat, whoever writes in it', async () => {
    expect(await kit.told(BEN, '/language de', { chatId: GROUP })).toContain(
      'Ich schreibe hier jetzt Deutsch',
    );
    expect(await kit.told(CLEO, '/subscriptions', { chatId: GROUP })).toContain('abonniert');
  });

  it('offers a button for each language, by its own name', async () => {
    const { message } = await kit.ask(CLEO, '/language');
    expect(message.buttons?.flat().map(({ label, action }) => [label, action])).toEqual([
      ['• English •', 'lang:en'],
      ['Deutsch', 'lang:de'],
      ['Español', 'lang:es'],
      ['العربية', 'lang:ar'],
    ]);
  });

  it('names the languages it speaks after one that it does not', async () => {
    const answer = await kit.told(CLEO, '/language tlh');
    expect(answer).toContain('Available: English (en), Deutsch (de), Español (es), العربية (ar)');
    expect(answer).toContain('/language de');
  });
});
