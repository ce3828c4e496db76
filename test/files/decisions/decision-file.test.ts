import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDecisionFiles,
  type DecisionFiles,
} from '../../../src/files/decisions/decision-file.ts';

const WRITER = fileURLToPath(new URL('decision-writer.ts', import.meta.url));
const decision = { stage: 'script', decision: 'approved', by: { id: 7, name: 'Ana', via: 'web' } };

let root: string;
let runsDir: string;
let files: DecisionFiles;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'jw-decisions-'));
  runsDir = join(root, 'runs');
  await mkdir(join(runsDir, 'job-1'), { recursive: true });
  files = createDecisionFiles({ runsDir });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const gates = (jobId = 'job-1') => join(runsDir, jobId, 'gates');
const drafts = () => readdir(join(runsDir, '.jobwire-tmp'));
const content = async (stage: string) =>
  JSON.parse(await readFile(join(gates(), `${stage}.json`), 'utf8'));

describe('a decision file', () => {
  it('is written for the stage of a job, and nothing is left beside it', async () => {
    expect(await files.write('job-1', 'script', decision)).toBe('written');
    expect(await content('script')).toEqual(decision);
    expect(await readdir(gates())).toEqual(['script.json']);
    expect(await drafts()).toEqual([]);
  });

  it('is never overwritten', async () => {
    await files.write('job-1', 'script', decision);
    const other = { ...decision, decision: 'rejected' };
    expect(await files.write('job-1', 'script', other)).toBe('exists');
    await writeFile(join(gates(), 'half.json'), '{"stage":');
    expect(await files.write('job-1', 'half', decision)).toBe('exists');
    expect(await content('script')).toEqual(decision);
    expect(await drafts()).toEqual([]);
  });

  it('that says the same already counts as written, however it is spaced', async () => {
    await mkdir(gates());
    const { stage, ...rest } = decision;
    await writeFile(join(gates(), 'script.json'), JSON.stringify({ ...rest, stage }, null, 2));
    expect(await files.write('job-1', 'script', decision)).toBe('written');
  });

  it('is one of those that compete, the same for everybody', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const results = await Promise.all(
      names.map((name) => createDecisionFiles({ runsDir }).write('job-1', 'script', { name })),
    );
    expect(results.filter((result) => result === 'written')).toHaveLength(1);
    expect(results.filter((result) => result === 'exists')).toHaveLength(5);
    expect(await content('script')).toEqual({ name: names[results.indexOf('written')] });
    expect(await drafts()).toEqual([]);
  });

  it('needs a job that has a folder of its own', async () => {
    expect(await files.write('nobody', 'script', decision)).toBe('no_job');
    await writeFile(join(runsDir, 'file'), '');
    expect(await files.write('file', 'script', decision)).toBe('no_job');
    await mkdir(join(root, 'outside'));
    await symlink(join(root, 'outside'), join(runsDir, 'linked'));
    expect(await files.write('linked', 'script', decision)).toBe('no_job');
    expect(await readdir(join(root, 'outside'))).toEqual([]);
    expect(await readdir(runsDir)).not.toContain('nobody');
  });

  it('is not written where gates leads somewhere else', async () => {
    await mkdir(join(root, 'outside'));
    await symlink(join(root, 'outside'), gates());
    const writing = files.write('job-1', 'script', decision);
    await expect(writing).rejects.toMatchObject({ code: 'unavailable' });
    expect(await readdir(join(root, 'outside'))).toEqual([]);
  });

  it('has a safe name, or it is said what was expected', async () => {
    for (const name of ['../x', '..', '', '.x', 'a/b', 'a\\b', 'a\0b', 'x'.repeat(201)]) {
      const expected = { code: 'input_invalid', message: expect.stringContaining('expected') };
      await expect(files.write('job-1', name, decision)).rejects.toMatchObject(expected);
      await expect(files.write(name, 'script', decision)).rejects.toMatchObject(expected);
    }
    const long = '€'.repeat(100);
    const expected = { code: 'input_invalid', message: expect.stringContaining('250 bytes') };
    await expect(files.write('job-1', long, decision)).rejects.toMatchObject(expected);
    await expect(files.write(long, 'script', decision)).rejects.toMatchObject(expected);
    expect(await readdir(join(root))).toEqual(['runs']);
  });

  it('finds what a crash left removed at the next start', async () => {
    await mkdir(join(runsDir, '.jobwire-tmp', 'draft-old'), { recursive: true });
    await writeFile(join(runsDir, '.jobwire-tmp', 'draft-old', 'text'), '{"ha');
    expect(await files.write('job-1', 'script', decision)).toBe('written');
    expect(await drafts()).toEqual([]);
  });

  it('comes into being although others who start remove all drafts meanwhile', async () => {
    const stages = Array.from({ length: 30 }, (_, n) => `stage-${n}`);
    const results = await Promise.all(
      stages.map((stage) => createDecisionFiles({ runsDir }).write('job-1', stage, decision)),
    );
    expect(new Set(results)).toEqual(new Set(['written']));
    expect((await readdir(gates())).sort()).toEqual(stages.map((stage) => `${stage}.json`).sort());
  });

  it('is whole, or not there, whenever its writer is killed', async () => {
    let killedWhileWriting = 0;
    for (let round = 0; round < 4 || killedWhileWriting === 0; round += 1) {
      const writer = await startWriter();
      for (let reads = 0; reads < 20 + round * 7; reads += 1)
        await expectWhole(await readdir(gates()));
      while ((await drafts()).length === 0) await expectWhole(await readdir(gates()));
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      if ((await drafts()).length > 0) killedWhileWriting += 1;
      await expectWhole(await readdir(gates()));
    }
    expect(await files.write('job-1', 'script', decision)).toBe('written');
    expect(await drafts()).toEqual([]);
  });
});

/** Large decisions, so that a kill mostly comes in the middle of one. */
async function startWriter(): Promise<ChildProcess> {
  const args = ['--import', 'tsx', WRITER, runsDir, 'job-1', '3000000'];
  const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(writer.stdout, 'data');
  return writer;
}

/** The newest ones, since those that were read before do not change. */
async function expectWhole(names: readonly string[]): Promise<void> {
  for (const name of names) expect(name).toMatch(/^stage-\d+-\d+\.json$/);
  for (const name of names.slice(-2)) {
    expect(JSON.parse(await readFile(join(gates(), name), 'utf8'))).toMatchObject({ end: true });
  }
}
