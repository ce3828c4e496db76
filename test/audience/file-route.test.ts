import { describe, expect, it } from 'vitest';
import { type FileRoute, fileRouteChats } from '../../src/audience/file-route.ts';

describe('routes of the file', () => {
  const shop = { address: { chatId: -100, topicId: 7 }, level: 'errors' } as const;
  const all = { address: { chatId: 1001 } };
  const routes: FileRoute[] = [
    { match: { project: ['acme/*'], types: ['job.failed', 'pipeline.*'] }, chats: [shop] },
    { match: {}, chats: [all] },
    { match: { session: ['s-1'], job: ['build-*'] }, chats: [shop] },
  ];

  it('lead to the chats of each route that fits', () => {
    const event = { type: 'job.failed', projectId: 'acme/shop' };
    expect(fileRouteChats(routes, event)).toEqual([shop, all]);
    expect(fileRouteChats(routes, { ...event, type: 'pipeline.run.started' })).toEqual([shop, all]);
    expect(fileRouteChats(routes, { ...event, type: 'job.failed_again' })).toEqual([all]);
    expect(fileRouteChats(routes, { type: 'job.failed' })).toEqual([all]);
  });

  it('may go by session and job', () => {
    const event = { type: 'job.started', sessionId: 's-1', jobId: 'build-7' };
    expect(fileRouteChats(routes, event)).toEqual([all, shop]);
    expect(fileRouteChats(routes, { ...event, jobId: 'test-7' })).toEqual([all]);
    expect(fileRouteChats(routes, { ...event, sessionId: 's-2' })).toEqual([all]);
  });
});
