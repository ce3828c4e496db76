// A program that writes decisions until it is killed: `decision-writer.ts <runsDir> <job> <size>`.
import { createDecisionFiles } from '../../../src/files/decisions/decision-file.ts';

const [runsDir = '', jobId = '', size = ''] = process.argv.slice(2);
const files = createDecisionFiles({ runsDir });
for (let n = 0; ; n += 1) {
  const reason = 'x'.repeat(Number(size));
  await files.write(jobId, `stage-${process.pid}-${n}`, { n, reason, end: true });
  process.stdout.write('.');
}
