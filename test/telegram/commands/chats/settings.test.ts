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

  it('understands the words of the chat’s language, too', async () => {
    expect(await kit.told(BEN, '/cards Aus')).toContain('Sammelmeldungen');
    expect(await kit.told(BEN, '/cards an')).toContain('Live-Karten');
    expect(await kit.told(CLEO, '/cards aus')).toContain('/cards [on|off]');
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

describe('a topic that has settings of its own', () => {
  const seven = { chatId: GROUP, topicId: 7 };
  beforeEach(async () => {
    await kit.groupGets(['acme/web'], 7);
    await kit.told(BEN, '/level errors', seven);
    await kit.told(BEN, '/cards off', seven);
    await kit.told(BEN, '/level results', { chatId: GROUP });
  });
  const own = () => kit.chatBook.chats.get(GROUP)?.topics?.[7];

  it.each(['/level group', '/level GROUP'])('follows its group again with %s', async (text) => {
    const answer = await kit.told(BEN, text, seven);
    expect(answer).toContain('starts, outcomes, failures and requests');
    expect(answer).toContain('as the group has it');
    expect(answer).toContain('Changed by Ben Weber');
    expect(own()).toEqual({ cards: 'off' });
    await kit.told(BEN, '/cards group', seven);
    expect(kit.chatBook.chats.get(GROUP)).not.toHaveProperty('topics');
    await kit.told(BEN, '/level approvals', { chatId: GROUP });
    expect(await kit.told(BEN, '/subscriptions', seven)).toContain('requests and their outcomes');
  });

  it.each([
    ['/level loud', '|off|group]'],
    ['/cards maybe', '[on|off|group]'],
    ['/help level', '|off|group]'],
  ])(
    'names that choice in the syntax after %s, and outside of topics none',
    async (text, usage) => {
      expect(await kit.told(BEN, text, seven)).toContain(usage);
      expect(await kit.told(BEN, text, { chatId: GROUP })).not.toContain('group]');
    },
  );

  it('understands the word of its language', async () => {
    await kit.told(BEN, '/language de', { chatId: GROUP });
    await kit.told(BEN, '/level Gruppe', seven);
    expect(own()).toEqual({ cards: 'off' });
  });

  it('is not changed by a viewer, and no other place has that word', async () => {
    expect(await kit.told(CLEO, '/level group', seven)).toContain('Only an approver or admin');
    expect(own()).toEqual({ level: 'errors', cards: 'off' });
    for (const where of [{ chatId: GROUP }, {}]) {
      expect(await kit.told(BEN, '/level group', where)).toContain('/level [all');
    }
  });

  it('offers that by buttons, where there is something to follow', async () => {
    const actions = async (text: string, where = seven) => {
      const { message } = await kit.ask(BEN, text, where);
      return message.buttons
        ?.flat()
        .flatMap(({ action }) => (action.startsWith('group:') ? action : []));
    };
    expect(await actions('/level')).toEqual(['group:level']);
    expect(await actions('/cards')).toEqual(['group:cards']);
    expect(await actions('/subscriptions')).toEqual(['group:all']);
    await kit.told(BEN, '/level group', seven);
    expect(await actions('/level')).toEqual([]);
    expect(await actions('/level', { chatId: GROUP, topicId: 9 })).toEqual([]);
  });

  it.each([
    ['/subscriptions', 'This topic follows:'],
    ['/start', 'This topic follows:'],
    ['/level', 'everything this topic follows'],
    ['/unsubscribe project lab', "This topic doesn't follow that"],
    ['/unsubscribe project acme/web', 'This topic no longer follows:'],
    ['/subscribe project acme/web', 'This topic now follows:'],
  ])('is called a topic by %s', async (text, said) => {
    const answer = await kit.told(BEN, text, seven);
    expect(answer).toContain(said);
    expect(answer).not.toMatch(/this chat/i);
    const outside = await kit.told(BEN, text, { chatId: GROUP });
    expect(outside).not.toMatch(/this topic/i);
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
