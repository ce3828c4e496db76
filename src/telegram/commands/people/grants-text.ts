// A person's roles, and what these allow, as text.
import { type Grant, type Rights, ROLES } from '../../../audience/access.ts';
import { joinList } from '../../../message/locale/list-text.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import { excerpt } from '../../../message/text/excerpt.ts';
import { join, oneLine, type RichText } from '../../../message/text/rich-text.ts';

const MAX_PROJECT_UNITS = 80;

export function grantsText(member: Rights | undefined, voice: Voice): RichText {
  const grants = member?.grants ?? [];
  if (grants.length === 0) return voice.speak('reply-role-none');
  return joinList(
    grants.map((grant) => grantText(grant, voice)),
    voice,
  );
}

function grantText({ role, projectId }: Grant, { speak }: Voice): RichText {
  const name = speak(`reply-role-${role}`);
  return projectId === undefined
    ? speak('reply-role-everywhere', { role: name })
    : speak('reply-role-project', { role: name, project: projectText(projectId) });
}

/** A sentence for each role that they have, the highest first. */
export function mayText({ grants }: Rights, voice: Voice): RichText {
  const held = ROLES.toReversed().flatMap((role) => {
    const of = grants.filter((grant) => grant.role === role);
    if (of.length === 0) return [];
    const isEverywhere = of.some(({ projectId }) => projectId === undefined);
    const projects = of.flatMap(({ projectId }) => projectId ?? []).map(projectText);
    const where = isEverywhere ? voice.speak('reply-may-everywhere') : joinList(projects, voice);
    return [voice.speak(`reply-may-${role}`, { where })];
  });
  return join(held, '\n');
}

export function projectText(projectId: string): RichText {
  return oneLine(excerpt(projectId, MAX_PROJECT_UNITS));
}
