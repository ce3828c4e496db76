import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunsFolder } from '../../../src/files/runs/runs-folder.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'jw-folder-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the folder of jobs', () => {
  it('is looked into again within half a second, and no more often', async () => {
    const clock = createManualClock();
    const folder = createRunsFolder(root, clock);
    expect(await folder.jobIds()).toEqual([]);
    await mkdir(join(root, 'job-1'));
    expect(await folder.jobIds()).toEqual([]);
    await clock.advance(500);
    expect(await folder.jobIds()).toEqual(['job-1']);
    await rm(join(root, 'job-1'), { recursive: true });
    await clock.advance(500);
    expect(await folder.jobIds()).toEqual([]);
  });

  it('tells by the same array that nothing changed', async () => {
    const clock = createManualClock();
    const folder = createRunsFolder(root, clock);
    await mkdir(join(root, 'job-1'));
    const first = await folder.jobIds();
    for (let n = 0; n < 40; n += 1) {
      await clock.advance(500);
      expect(await folder.jobIds()).toBe(first);
    }
    await mkdir(join(root, 'job-2'));
    await clock.advance(500);
    expect([...(await folder.jobIds())].sort()).toEqual(['job-1', 'job-2']);
  });

  it('is listed again for a while, since two changes may bear the same time', async () => {
    const clock = createManualClock();
    const folder = createRunsFolder(root, clock);
    const time = new Date('2026-03-02T09:00:00Z');
    await utimes(root, time, time);
    await folder.jobIds();
    for (const [n, laterMs] of [500, 1_500].entries()) {
      await mkdir(join(root, `job-${n}`));
      await utimes(root, time, time);
      await clock.advance(laterMs);
      expect(await folder.jobIds()).toHaveLength(n + 1);
    }
    await mkdir(join(root, 'job-2'));
    await utimes(root, time, time);
    await clock.advance(20_000);
    expect(await folder.jobIds()).toHaveLength(3);
  });

  it('holds folders only, with names that can be job ids', async () => {
    await writeFile(join(root, 'file'), '');
    await mkdir(join(root, '.jobwire-tmp'));
    await mkdir(join(root, 'job-1'));
    await symlink(join(root, 'job-1'), join(root, 'latest'));
    expect(await createRunsFolder(root, createManualClock()).jobIds()).toEqual(['job-1']);
  });

  it('that is not there is told with what was expected', async () => {
    const missing = createRunsFolder(join(root, 'runs'), createManualClock());
    await expect(missing.jobIds()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('does not exist'),
    });
    await writeFile(join(root, 'runs'), '');
    await expect(missing.jobIds()).rejects.toMatchObject({
      message: expect.stringContaining("can't be read (ENOTDIR)"),
    });
    await rm(join(root, 'runs'));
    await mkdir(join(root, 'runs', 'job-1'), { recursive: true });
    expect(await missing.jobIds()).toEqual(['job-1']);
  });
});
