import { describe, expect, it } from 'vitest';
import { shortContext, wholeContext } from '../../../src/message/approvals/approval-context.ts';
import { voiceIn } from '../speaking.ts';

const context = { commits: 2, files_changed: 3, diff_stat: '+41 -9', environment: 'production' };

describe('the context of a request', () => {
  it.each(['en', 'de', 'es', 'ar'])(
    'has how much changed on one line, in no other language: %s',
    (locale) => {
      for (const shown of [
        wholeContext(context, voiceIn(locale)),
        shortContext(context, 900, voiceIn(locale)),
      ]) {
        expect(shown.text.split('\n')[0]).toMatch(/ · \+41 -9$/);
        expect(shown.text).not.toContain('diff');
      }
    },
  );

  it('shows by its name what only is called like that', () => {
    const text = wholeContext({ diff_stat: '+41 -9\nAsked by Ana' }, voiceIn('en')).text;
    expect(text).toContain('diff stat: +41 -9');
  });
});
