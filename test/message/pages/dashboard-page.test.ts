import fc from 'fast-check';
import { expect, it } from 'vitest';
import { approvalPage, jobPage, searchPage } from '../../../src/message/pages/dashboard-page.ts';

const readBack = (path: string) => {
  const url = new URL(path, 'https://jobs.example.org');
  const [, list, id = ''] = url.pathname.split('/');
  return { list, id: decodeURIComponent(id), project: url.searchParams.get('project') };
};

it('names a job by its project and its id', () => {
  expect(jobPage({ id: 'j-1', projectId: 'acme/web' })).toBe('/jobs/j-1?project=acme%2Fweb');
  expect(jobPage({ id: 'j-1' })).toBe('/jobs/j-1');
  expect(approvalPage({ id: 'a "b"', projectId: 'ünï' })).toBe(
    '/approvals/a%20%22b%22?project=%C3%BCn%C3%AF',
  );
  expect(searchPage('acme/web')).toBe('/search?project=acme%2Fweb');
});

it.each(['', '.', '..', 'x'.repeat(2_000), 'ü'.repeat(200), 'a\ud800'])(
  'names no job whose id can be in no address: %j',
  (id) => {
    expect(jobPage({ id, projectId: 'p' })).toBeUndefined();
  },
);

it('names no job of a project that no address can name', () => {
  expect(jobPage({ id: 'j', projectId: '\udc00' })).toBeUndefined();
  expect(jobPage({ id: 'j', projectId: 'p'.repeat(900) })).toBeUndefined();
});

it('whatever the id is, its page is no other page, and stays short', () => {
  const unit = fc.constantFrom(...'ab./?#%&=+"\\ ü💥\n\u0000');
  const text = fc.string({ unit, maxLength: 80 });
  fc.assert(
    fc.property(text, fc.option(text, { nil: undefined }), (id, projectId) => {
      const path = jobPage({ id, projectId });
      if (path === undefined) return;
      expect(path.length).toBeLessThanOrEqual(800);
      expect(path).toMatch(/^[!-~]+$/);
      expect(readBack(path)).toEqual({ list: 'jobs', id, project: projectId ?? null });
    }),
  );
});
