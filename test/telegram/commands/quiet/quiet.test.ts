import { beforeEach, describe, expect, it } from 'vitest';
import { BEN, CLEO, type CommandKit, createCommandKit, GROUP } from '../command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

const chat = (id = CLEO) => kit.chatBook.chats.get(id);
const NIGHT = { from: 22 * 60, to: 7 * 60 };

describe('/quiet', () => {
  it.each([
    ['/quiet 22:00-07:00 Europe/Berlin', 'Europe/Berlin'],
    ['/quiet 22 – 7 europe/berlin', 'Europe/Berlin'],
    ['/quiet 22:00-7:00 america/new york', 'America/New_York'],
  ])('%s sets the hours and the zone of the chat', async (text, zone) => {
    expect(await kit.told(CLEO, text)).toContain(`22:00–07:00 (${zone})`);
    expect(chat()).toMatchObject({ quiet: { ...NIGHT, zone }, zone });
  });

  it('takes the zone that the chat has, else UTC, and says so', async () => {
    expect(await kit.told(CLEO, '/quiet 22:00-07:00')).toContain('as UTC');
    expect(chat()).toMatchObject({ quiet: { ...NIGHT, zone: 'UTC' } });
    expect(chat()).not.toHaveProperty('zone');
    expect(await kit.told(CLEO, '/quiet Europe/Berlin')).toContain('22:00–07:00 (Europe/Berlin)');
    expect(await kit.told(CLEO, '/quiet 20-8')).not.toContain('UTC');
    expect(chat()?.quiet).toEqual({ from: 1_200, to: 480, zone: 'Europe/Berlin' });
  });

  it('takes in a group the zone that the person has in private, and in a topic its own', async () => {
    await kit.groupGets(['acme/web'], 7);
    const here = { chatId: GROUP, topicId: 7 };
    await kit.told(BEN, '/quiet Asia/Tokyo');
    expect(await kit.told(BEN, '/quiet 22-7', here)).toContain('(Asia/Tokyo)');
    await kit.told(BEN, '/quiet Europe/Berlin', here);
    expect(await kit.told(BEN, '/quiet 20-8', here)).toContain('(Europe/Berlin)');
    expect(chat(GROUP)).not.toHaveProperty('zone');
  });

  it.each([
    ['/quiet 22-7 CET', 'CET'],
    ['/quiet CET', 'CET'],
    ['/quiet est5edt', 'est5edt'],
    ['/quiet 22-7 US/Eastern', 'US/Eastern'],
  ])('says which zone an abbreviation, or a former name, stands for: %s', async (text, given) => {
    const answer = await kit.told(CLEO, text);
    const zone = chat()?.zone ?? '';
    expect(zone).toContain('/');
    expect(answer).toContain(`I understood ${given} as ${zone}.`);
    expect(await kit.told(CLEO, `/quiet ${zone}`)).not.toContain('understood');
  });

  it('takes a zone alone without beginning quiet hours', async () => {
    expect(await kit.told(CLEO, '/quiet asia/tokyo')).toContain('Asia/Tokyo');
    expect(chat()).toMatchObject({ zone: 'Asia/Tokyo' });
    expect(chat()).not.toHaveProperty('quiet');
  });

  it.each([
    ['/quiet berlin', 'as hours'],
    ['/quiet 22:00', 'as hours'],
    ['/quiet 25-7', 'as hours'],
    ['/quiet 22:00-22:00', 'same time'],
    ['/quiet 22:00-07:00 Europe/Atlantis', 'the time zone Europe/Atlantis'],
    ['/quiet 22:00-07:00 +02:00', 'the time zone +02:00'],
  ])('explains itself after %s', async (text, problem) => {
    const answer = await kit.told(CLEO, text);
    expect(answer).toContain(problem);
    expect(answer).toContain('/quiet <22:00-07:00|off> [time zone]');
    expect(kit.chatBook.chats.size).toBe(0);
  });

  it('offers the zones of a city, and takes a tap on one', async () => {
    const posted = await kit.ask(CLEO, '/quiet 22:00-07:00 Berlin');
    expect(posted.message.buttons).toEqual([
      [{ label: 'Europe/Berlin', action: 'quiet:1320-420:Europe/Berlin' }],
    ]);
    expect(kit.chatBook.chats.size).toBe(0);
    await kit.tap(CLEO, posted, 'quiet:1320-420:Europe/Berlin');
    expect(chat()).toMatchObject({ quiet: { ...NIGHT, zone: 'Europe/Berlin' } });
  });

  it('bare shows what is set and offers buttons', async () => {
    const posted = await kit.ask(CLEO, '/quiet');
    expect(posted.message.body.text).toContain('no quiet hours');
    await kit.tap(CLEO, posted, 'quiet:1200-480');
    expect(chat()?.quiet).toEqual({ from: 1_200, to: 480, zone: 'UTC' });
    const again = await kit.ask(CLEO, '/quiet');
    expect(again.message.body.text).toContain('20:00–08:00 (UTC)');
    expect(again.message.buttons?.flat().map(({ label }) => label)).toEqual([
      '22:00–07:00',
      '• 20:00–08:00 •',
      'off',
    ]);
    await kit.tap(CLEO, again, 'quiet:off');
    expect(chat()).not.toHaveProperty('quiet');
  });

  it.each([
    [CLEO, '/quiet off'],
    [BEN, '/quiet aus'],
  ])('ends by its word in the language of the chat', async (person, text) => {
    await kit.told(person, '/quiet 22-7');
    await kit.told(person, text);
    expect(chat(person)).not.toHaveProperty('quiet');
    expect(kit.outbox.retried).toEqual([person, person]);
  });

  it('is off in a topic though its chat has quiet hours', async () => {
    await kit.groupGets(['acme/web'], 7);
    await kit.groupGets(['acme/web']);
    await kit.told(BEN, '/quiet 22-7', { chatId: GROUP });
    await kit.told(BEN, '/quiet off', { chatId: GROUP, topicId: 7 });
    expect(chat(GROUP)).toMatchObject({ quiet: NIGHT, topics: { 7: { quiet: 'off' } } });
  });
});

describe('/subscriptions and /start', () => {
  it.each(['/subscriptions', '/start'])(
    '%s says what is muted and when it is quiet',
    async (text) => {
      await kit.told(CLEO, '/quiet 10-14 UTC');
      await kit.told(CLEO, '/mute 30m');
      const answer = await kit.told(CLEO, text);
      expect(answer).toContain('Muted until');
      expect(answer).toMatch(/Quiet hours: 10:00–14:00 \(UTC\) · now until 14:00/);
      kit.time.now += 3 * 3_600_000;
      const later = await kit.told(CLEO, text);
      expect(later).not.toContain('Muted');
      expect(later).toMatch(/Quiet hours: 10:00–14:00 \(UTC\)$/m);
    },
  );
});
