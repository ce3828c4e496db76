// /stop: ends the tails of this chat or topic, all or one.
import { join } from '../../message/rich-text.ts';
import { idText } from '../../message/voice.ts';
import { type Command, said, USAGE } from './command.ts';
import { findJob, severalText } from './sight.ts';

export const stop: Command = {
  name: 'stop',
  access: 'member',
  example: '/stop',
  async run(call, deps) {
    const { words, address, voice } = call;
    const [given, ...more] = words;
    if (more.length > 0) return USAGE;
    const found = given === undefined ? undefined : await findJob(given, call, deps);
    if (found?.kind === 'several') return said(severalText(found.ids, call));
    if (found?.kind === 'none') return said(voice.speak('reply-no-job', { id: given }));
    const ended = await deps.tails.close(address, found?.item.id);
    if (ended.length === 0) return said(voice.speak('reply-no-tail'));
    return said(voice.speak('reply-tail-stopped', { jobs: join(ended.map(idText), ', ') }));
  },
};
