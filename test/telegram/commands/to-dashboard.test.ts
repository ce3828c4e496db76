import { describe, expect, it } from 'vitest';
import { ANA, aJob, BEN, createCommandKit, DAN, GROUP } from './command-kit.ts';

const URL = 'https://jobs.example.org';
const withDashboard = () => createCommandKit({ dashboardUrl: URL });

describe('the way from an answer to the dashboard', () => {
  it('/start and /help say where it is, in the language of the reader, with a button', async () => {
    const kit = await withDashboard();
    for (const command of ['/start', '/help']) {
      const { message } = await kit.ask(ANA, command);
      expect(message.body.text).toMatch(/\n\n📊 The dashboard shows .*: jobs\.example\.org$/);
      expect(message.opens).toEqual({ label: '↗️ Open', path: '/' });
      expect((await kit.ask(BEN, command)).message.opens?.label).toBe('↗️ Öffnen');
    }
    expect(await kit.told(ANA, '/help level')).not.toContain('jobs.example.org');
  });

  it('they say nothing of it to strangers, or where there is none', async () => {
    const kit = await withDashboard();
    const plain = await createCommandKit();
    for (const command of ['/start', '/help']) {
      for (const { message } of [await kit.ask(DAN, command), await plain.ask(ANA, command)]) {
        expect(message.body.text).not.toMatch(/dashboard/i);
        expect(message.opens).toBeUndefined();
      }
    }
  });

  it('pages of jobs, events and requests open the same in the dashboard', async () => {
    const kit = await withDashboard();
    const job = aJob({ id: 'fix "it"/now', projectId: 'acme/web' });
    kit.jobs.push(job);
    const page = '/jobs/fix%20%22it%22%2Fnow?project=acme%2Fweb';
    const opened = async (text: string) => (await kit.ask(ANA, text)).message.opens?.path;
    expect(await opened('/jobs')).toBe('/jobs');
    expect(await opened('/job fix')).toBe(page);
    expect(await opened('/history 5')).toBe('/search');
    expect(await opened('/history job fix')).toBe(page);
    const [list] = await kit.hear(ANA, '/jobs', { chatId: GROUP });
    expect(list?.message.opens).toBeUndefined();
  });

  it('a job whose id is hidden opens nothing', async () => {
    const kit = await withDashboard();
    kit.jobs.push(aJob({ id: 'ghp_0123456789abcdefghijABCDEFGHIJ012345' }));
    expect((await kit.ask(ANA, '/job ghp_')).message.opens).toBeUndefined();
  });
});
