import { describeUpdateLog } from '../../contracts/update-log.contract.ts';
import { createMemoryUpdateLog } from '../../helpers/memory-update-log.ts';

describeUpdateLog(async () => createMemoryUpdateLog().process);
