import { expect, it } from 'vitest';
import { JobwireError, messageOf, stackOf } from '../../src/runtime/errors.ts';

const REFUSED = "ERR unknown command 'AUTH', with args beginning with: 'me' 'hunter2' ";

it('a message leaves out the arguments that Redis repeats', () => {
  expect(messageOf(new Error(REFUSED))).toBe("ERR unknown command 'AUTH'");
  expect(messageOf(`${REFUSED}\nnext line`)).toBe("ERR unknown command 'AUTH'\nnext line");
});

it('a stack has the causes, and neither fields nor arguments', () => {
  const refused = Object.assign(new Error(REFUSED), {
    command: { name: 'auth', args: ['me', 'hunter2'] },
  });
  const middle = new JobwireError('unavailable', 'Redis is away', { cause: refused });
  const stack = stackOf(new Error('could not start', { cause: middle }));
  expect(stack).toContain('errors.test.ts');
  expect(stack).toContain('caused by: Redis is away');
  expect(stack).toContain("caused by: ERR unknown command 'AUTH'");
  expect(stack).not.toContain('hunter2');
  // Whoever has the message has it once.
  expect(stack).not.toContain('could not start');
});

it('a stack of what is no error, and of one that caused itself, ends', () => {
  const error = new Error('round');
  error.cause = error;
  expect(stackOf(error).match(/caused by/g)).toHaveLength(5);
  expect(stackOf('text')).toBe('');
  expect(stackOf(new Error('x', { cause: 'text' }))).toContain('caused by: text');
});
