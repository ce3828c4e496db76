// Asks the registry whether a package that is used has a known weakness. A registry that answers no such
// question is no reason to fail; a weakness is.
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8' });
const { metadata, vulnerabilities = {} } = parse(stdout);
if (metadata === undefined) {
  console.log('npm audit: the registry did not answer; nothing was checked.');
} else {
  for (const { name, severity, range } of Object.values(vulnerabilities)) {
    console.error(`npm audit: ${name} ${range} (${severity})`);
  }
  const count = Object.keys(vulnerabilities).length;
  console.log(`npm audit: ${count === 0 ? 'nothing known' : `${count} packages, see npm audit`}.`);
  process.exitCode = count === 0 ? 0 : 1;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
