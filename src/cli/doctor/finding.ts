// What a check of `jobwire doctor` found.

export interface DoctorFinding {
  /** What was checked: `redis`. */
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  /** One sentence, without secrets. */
  readonly detail: string;
  /** What to do, where there is something to do. */
  readonly advice?: string;
}
