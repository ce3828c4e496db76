// A refusal of the Bot API: thrown while a call is checked, and answered as Telegram does.
import { defined } from '../../runtime/defined.ts';
import { JobwireError } from '../../runtime/errors.ts';

export interface ApiRefusal {
  readonly code: number;
  readonly description: string;
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
}

/** Throws; the API answers `code` and `description`. */
export function refuse(
  code: number,
  description: string,
  parameters?: ApiRefusal['parameters'],
): never {
  const refusal: ApiRefusal = {
    code,
    description,
    ...defined({ parameters }),
  };
  throw new JobwireError('input_invalid', description, { details: { refusal } });
}

/** Throws `400 Bad Request: <what>`. */
export function badRequest(what: string): never {
  return refuse(400, `Bad Request: ${what}`);
}

/** The refusal in a thrown value; `undefined` for any other error. */
export function refusalOf(error: unknown): ApiRefusal | undefined {
  if (!(error instanceof JobwireError)) return undefined;
  return error.details.refusal as ApiRefusal | undefined;
}

/** Throws for a wrong use of the world by a test or the page. */
export function refuseAction(what: string): never {
  throw new JobwireError('input_invalid', what);
}
