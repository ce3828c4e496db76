// A person's roles, in words.
import type { Member } from '../../audience/access.ts';
import { excerpt } from '../../message/excerpt.ts';
import { join, type RichText } from '../../message/rich-text.ts';
import type { Voice } from '../../message/voice.ts';

const LONGEST_PROJECT = 80;

export function grantsText(member: Member | undefined, { speak }: Voice): RichText {
  const grants = member?.grants ?? [];
  if (grants.length === 0) return speak('reply-role-none');
  return join(
    grants.map(({ role, projectId }) => {
      const name = speak(`reply-role-${role}`);
      return projectId === undefined
        ? speak('reply-role-everywhere', { role: name })
        : speak('reply-role-project', { role: name, project: excerpt(projectId, LONGEST_PROJECT) });
    }),
    ', ',
  );
}
