// What the events that announce a decision hold as `data`, as others on the bus read it.
import { z } from 'zod';

const subject = {
  approval_id: z.string().meta({ description: "The producer's id of the request." }),
  scope: z.string(),
  action: z.string(),
  stage: z.string().exactOptional().meta({ description: 'Of a gate.' }),
};

const person = { id: z.string(), name: z.string() };

/** Of `job.approved` and `job.denied`. */
export const decisionDataSchema = z.object({
  ...subject,
  decision: z.string().meta({ description: '`approved` or `denied`.' }),
  decided_by: z
    .object({
      ...person,
      via: z.string().meta({
        description: '`telegram`, `web`, `cli`, `timeout`, `policy` or `standing`.',
      }),
    })
    .exactOptional(),
  reason: z.string().exactOptional(),
  decided_at: z.iso.datetime(),
  approvers: z.array(z.object(person)).readonly(),
  repeated: z
    .literal(true)
    .exactOptional()
    .meta({ description: 'The job gave no sign, so this is the same decision once more.' }),
});

/** Of `job.approval_expired`. */
export const expiryDataSchema = z.object({ ...subject, expired_at: z.iso.datetime() });
