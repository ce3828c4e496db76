// What is wrong with the arguments of /grant or /revoke.
import { ROLES } from '../../../audience/access.ts';
import { type CommandCall, usageReply } from '../command/command.ts';

export function wrongArguments(
  call: CommandCall,
  { needsRole = true }: { readonly needsRole?: boolean } = {},
) {
  const [id, role, , ...more] = call.words;
  if (id === undefined) return usageReply(call, 'reply-missing-user-id');
  if (parseUserId(id) === undefined) return usageReply(call, 'reply-no-user-id', { given: id });
  if (role === undefined && needsRole) return usageReply(call, 'reply-missing-role');
  if (!ROLES.some((one) => one === role?.toLowerCase())) {
    return usageReply(call, 'reply-no-role-called', { given: role });
  }
  const [surplus] = more;
  return surplus === undefined || surplus.toLowerCase() === 'as'
    ? usageReply(call, 'reply-missing-id')
    : usageReply(call, 'reply-surplus', { given: surplus });
}

/** A Telegram user id: a positive whole number, up to 52 bits. */
export function parseUserId(word: string | undefined): number | undefined {
  return word !== undefined && /^[1-9]\d{0,15}$/.test(word) ? Number(word) : undefined;
}
